"""The board: how the desk stands now and how the last three hours were. Counts, and nobody's name in line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from beside.desk import routing, stays
from beside.desk.models import Chat, Request, Service, Shift
from beside.desk.queries import exposure, line, rota
from beside.desk.queries.openness import Openness, openness
from beside.desk.queries.service import NUMBER, service
from beside.desk.queries.supervision import switchboard
from beside.desk.queries.wall_past import is_of, lately, target_of
from beside.desk.stays import Stay
from beside.foundation import clock
from beside.gateway import presence
from beside.safety import queries as alerts

SPAN = timedelta(hours=3)
STEP = timedelta(minutes=5)
AHEAD = timedelta(hours=12)
"""How far ahead a gap in the cover is shown, and who comes after it."""

_HERE = ("", "nobody", "closing")
"""Why it may be closed although the hours say open: then it matters who is there."""


STATES = ("free", "part", "full", "hand", "pause", "rest", "record", "gone")
"""What a listener does: free, talking with room for more, talking, asks for help, pauses, rests after a heavy
chat, owes a record, is on shift without a page open. Everybody is in one of them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits. `late`: longer than their target; `since`, `target`: of who waits longest (None: nobody)."""

    count: int
    late: int
    before: int
    since: datetime | None
    target: timedelta
    usual: timedelta | None


@dataclass(frozen=True, slots=True)
class Danger:
    """People at high risk: in line, of them longer than their target, and talking with somebody."""

    waiting: int
    late: int
    talking: int


@dataclass(frozen=True, slots=True)
class Places:
    """How full it is. A place is taken by a chat or by an offer; danger takes two where there are two."""

    chats: int
    taken: int
    places: int

    @property
    def free(self) -> int:
        """Places for one more."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. `until`: from when nobody is known to be there, and `again`: from when somebody is.

    None for what does not come within AHEAD, or not before the door closes.
    """

    language: str
    waiting: int
    on: int
    until: datetime | None
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """The whole board. `past`: the longest wait in seconds every five minutes, the oldest first.

    `calm`, `danger_met`: (answered in time, of how many). `answering`: first names of supervisors who have
    said that they come. `by_hand`: who hands out the line. `urgent`, `usual_target`: within how long somebody
    is to come, in danger and else.
    """

    now: datetime
    openness: Openness
    urgent: timedelta
    usual_target: timedelta
    waiting: Waiting
    danger: Danger
    places: Places
    calm: tuple[int, int]
    danger_met: tuple[int, int]
    past: Sequence[float]
    crew: Mapping[str, int]
    answering: Sequence[str]
    by_hand: str
    tongues: Sequence[Tongue]


@dataclass(frozen=True, slots=True)
class _Floor:
    """Who waits, talks and works, of one service or of all of them."""

    now: datetime
    rows: Sequence[Request]
    chats: Sequence[Chat]
    crew: Sequence[routing.Taker]
    shifts: Mapping[UUID, Shift]
    stays: Sequence[Stay]


def wall_of(of: Service | None = None) -> Wall:
    """The board of the house, or of one service. It names nobody in line, so it asks for no person."""
    floor, door = _floor(of, clock.now()), openness(slug=_slug(of))
    board, own = switchboard(), of or service()
    return Wall(
        now=floor.now,
        openness=door,
        urgent=timedelta(seconds=own.urgent_target_seconds),
        usual_target=timedelta(seconds=own.target_seconds),
        waiting=_waiting(floor, of),
        danger=_danger(floor),
        places=_places(floor),
        calm=stays.in_time([one for one in floor.stays if not one.in_danger], floor.now),
        danger_met=stays.in_time([one for one in floor.stays if one.in_danger], floor.now),
        past=_past(floor),
        crew=_crew(floor),
        answering=_answering(floor),
        by_hand=board.by.name if board else "",
        tongues=_tongues(floor, of, door),
    )


def _slug(of: Service | None) -> str:
    return "" if of is None or of.pk == NUMBER else of.slug


def _floor(of: Service | None, now: datetime) -> _Floor:
    chats = Chat.objects.filter(ended_at=None).select_related("request")
    shifts = Shift.objects.filter(ended_at=None)
    return _Floor(
        now=now,
        rows=[row for row in line.waiting() if is_of(row, of)],
        chats=[chat for chat in chats if is_of(chat.request, of)],
        crew=[one for one in line.takers() if of is None or not one.services or of.pk in one.services],
        shifts={shift.person_id: shift for shift in shifts},
        stays=lately(of, now, SPAN),
    )


def _waiting(floor: _Floor, of: Service | None) -> Waiting:
    first = min(floor.rows, key=lambda row: row.joined_at, default=None)
    calm = [one for one in floor.stays if not one.in_danger]
    return Waiting(
        count=len(floor.rows),
        late=len(_late(floor, floor.rows)),
        before=stays.in_line(floor.stays, floor.now - timedelta(hours=1)),
        since=first.joined_at if first else None,
        target=target_of(first, first.urgency >= routing.DANGER)
        if first
        else timedelta(seconds=(of or service()).target_seconds),
        usual=stays.usual(calm),
    )


def _late(floor: _Floor, rows: Iterable[Request]) -> list[Request]:
    return [row for row in rows if floor.now - row.joined_at > target_of(row, row.urgency >= routing.DANGER)]


def _danger(floor: _Floor) -> Danger:
    rows = [row for row in floor.rows if row.urgency >= routing.DANGER]
    talking = sum(1 for chat in floor.chats if chat.request.urgency >= routing.DANGER)
    return Danger(len(rows), len(_late(floor, rows)), talking)


def _places(floor: _Floor) -> Places:
    """Somebody who takes nobody new has only the places that are taken."""
    taken = [(one, min(one.slots, one.load)) for one in floor.crew]
    open_ = sum(one.slots - load for one, load in taken if _takes(one))
    busy = sum(load for _one, load in taken)
    return Places(len(floor.chats), busy, busy + open_)


def _takes(one: routing.Taker) -> bool:
    return not (one.away or one.cooling) and presence.here(one.id)


def _past(floor: _Floor) -> list[float]:
    steps = SPAN // STEP
    moments = [floor.now - STEP * (steps - number) for number in range(steps)]
    first = min((row.joined_at for row in floor.rows), default=floor.now)
    return [*stays.longest(floor.stays, moments), (floor.now - first).total_seconds()]


def _crew(floor: _Floor) -> dict[str, int]:
    """How many are in each of STATES, all of them named."""
    resting = {one.id for one in floor.crew if one.cooling}
    began = {who: floor.shifts[who].began_at for who in resting if who in floor.shifts}
    known = exposure.exposures(began) if began else {}
    hands = {chat.listener_id for chat in floor.chats if chat.hand_at is not None}
    counts = Counter(_state(one, one.id in hands, known.get(one.id)) for one in floor.crew)
    return {state: counts[state] for state in STATES}


def _state(one: routing.Taker, hand: bool, exposed: exposure.Exposure | None) -> str:
    if hand:
        return "hand"
    if not presence.here(one.id):
        return "gone"
    if one.away:
        return "pause"
    if one.cooling and not one.load:
        return "record" if exposed is not None and exposed.owes else "rest"
    if one.load:
        return "part" if not one.cooling and routing.has_room(one, 1) else "full"
    return "free"


def _answering(floor: _Floor) -> list[str]:
    subjects = [str(chat.conversation_id) for chat in floor.chats if chat.hand_at is not None]
    calls = [alerts.open_alert("help", subject) for subject in subjects]
    names = [call.acknowledged_by.name for call in calls if call and call.acknowledged_by]
    return list(dict.fromkeys(names))


def _tongues(floor: _Floor, of: Service | None, door: Openness) -> list[Tongue]:
    """The languages that are offered, then those in which somebody waits all the same."""
    known = {one.language: one for one in rota.cover(floor.now, service=of.pk if of else None)}
    waiting = Counter(row.language for row in floor.rows)
    codes = dict.fromkeys([*known, *sorted(waiting)])
    return [_tongue(code, waiting[code], known.get(code), floor, door) for code in codes]


def _tongue(code: str, waiting: int, known: rota.Cover | None, floor: _Floor, door: Openness) -> Tongue:
    on = sum(1 for one in floor.crew if code in one.languages and not one.away)
    if known is None or door.reason not in _HERE:
        return Tongue(code, waiting, on, None if on or door.reason not in _HERE else floor.now)
    if known.is_open_ended:
        return Tongue(code, waiting, on, None)
    until = known.until or floor.now
    if until - floor.now > AHEAD or (door.closes_at is not None and until >= door.closes_at):
        return Tongue(code, waiting, on, None)
    again = known.again_at if known.again_at and known.again_at - floor.now < AHEAD else None
    return Tongue(code, waiting, on, until, again)
