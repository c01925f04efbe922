"""The line as one member of staff may see it, and what they may do about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from beside.desk import levels, routing, wording
from beside.desk.levels import Level
from beside.desk.models import Offer, Request, Shift
from beside.desk.queries import exposure, waiting_room
from beside.desk.queries.board import Board, ChatRow, Row, wrap_ups_due
from beside.desk.queries.heeding import heeding
from beside.desk.queries.line import takers
from beside.foundation import clock
from beside.gateway import presence
from beside.people.models import TRAINED, Person, Role
from beside.people.queries import with_role

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Tag:
    """A chip: a word, and perhaps an icon and a colour's class."""

    word: Words
    icon: str = ""
    chip: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the rail: why it is there, since when. `unit` is how the time is counted: "" or "min"."""

    name: str
    seed: str
    since: datetime
    waited: str
    reason: str
    level: Level
    tags: Sequence[Tag] = ()
    late: bool = False
    unit: str = ""
    answer: UUID | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The rail. Listeners get the count and the longest wait; counsellors and supervisors rows too."""

    count: int
    longest: datetime | None
    longest_waited: str
    sees_rows: bool
    rows: Sequence[Place] = ()
    hands: Sequence[Place] = ()
    colleagues: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """The one way to someone in line. `why` says what is in the way."""

    ready: bool
    label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """Someone being offered: language, reason, level. No words of theirs."""

    id: int
    name: str
    seed: str
    since: datetime
    waited: str
    language: str
    reason: str
    level: Level
    notices: Sequence[str]
    until: datetime
    left: str
    topic: Words = ""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The shift in words. `load` and `cap` are places, `chats` the running chats."""

    on: bool
    paused: bool
    word: str
    chip: str
    began: datetime | None
    until: datetime | None
    chats: int
    cap: int
    supervisor: str
    due: Sequence[UUID]


def line_of(board: Board) -> Line:
    """The rail for the person whose board this is."""
    first = min((row.request.joined_at for row in board.rows), default=None)
    sees = board.me.has_role(*TRAINED)
    hands = [row for row in board.others if row.hand] if board.me.has_role(Role.SUPERVISOR) else []
    back = came_back(row.request for row in board.rows) if sees else set()
    return Line(
        count=len(board.rows),
        longest=first,
        longest_waited=spell(first) if first else "",
        sees_rows=sees,
        rows=[_waiting(row, board.me, back) for row in board.rows if not _offered(row, board)]
        if sees
        else (),
        hands=[replace(_talking(row), answer=row.chat.conversation_id) for row in hands],
        colleagues=[_talking(row) for row in board.others if row not in hands] if sees else (),
    )


def take_of(board: Board) -> Take:
    """Whether *Take next* would bring someone, and if not, why."""
    label, full = _("Take next"), _("Take next when you have room")
    stopped = _stopped(board)
    if stopped:
        return Take(False, label, stopped)
    if not board.rows:
        return Take(False, full if board.mine else label)
    if board.can_take:
        return Take(True, label)
    codes = [row.refusal for row in board.rows if row.refusal]
    is_full = routing.Refusal.FULL in codes
    first = routing.Refusal.FULL if is_full else codes[0]
    return Take(False, full if is_full else label, wording.refusal(first))


def _stopped(board: Board) -> str:
    """What keeps everybody from this person just now, in words."""
    if board.shift is None:
        return _("You are off shift.")
    if board.shift.is_paused:
        return _("You are on a pause.")
    return _("Answer the offer first.") if board.offer is not None else exposure.in_the_way(board.me)


def offered_of(board: Board) -> Offered | None:
    """What this person is being asked to take."""
    offer = board.offer
    if offer is None:
        return None
    request = offer.request
    return Offered(
        id=offer.pk,
        name=request.person.name,
        seed=str(request.person_id),
        since=request.joined_at,
        waited=spell(request.joined_at),
        language=wording.language_name(request.language),
        reason=_reason_of(offer, board),
        level=levels.of(request.urgency),
        notices=heeding(request, board.me),
        until=offer.until,
        left=spell(clock.now(), offer.until),
        topic=waiting_room.topic_of(request),
    )


def shift_of(board: Board) -> ShiftView:
    """The shift as the bar above shows it."""
    shift, load = board.shift, _load(board.me)
    due = [chat.conversation_id for chat in wrap_ups_due(board.me)]
    return ShiftView(
        on=shift is not None,
        paused=shift is not None and shift.is_paused,
        word=_shift_word(shift),
        chip=_shift_chip(shift, load),
        began=shift.began_at if shift else None,
        until=shift.until if shift else None,
        chats=len(board.mine),
        cap=shift.slots if shift else 0,
        supervisor=supervisor_beside(board.me),
        due=due,
    )


def supervisor_beside(person: Person) -> str:
    """The first name of a supervisor who is here now, else nothing: nobody asks into the dark unknowing."""
    others = [one for one in with_role(Role.SUPERVISOR) if one != person]
    return next((one.name for one in others if presence.here(one.pk)), "")


def spell(since: datetime, until: datetime | None = None) -> str:
    """A length as m:ss: what the page shows before its clock runs."""
    seconds = max(0, int(((until or clock.now()) - since).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02d}"


def _waiting(row: Row, me: Person, back: set[UUID]) -> Place:
    return Place(
        name=row.name,
        seed=row.seed,
        since=row.request.joined_at,
        waited=spell(row.request.joined_at),
        reason=_reason(row, cover=not row.asked),
        level=levels.of(row.urgency),
        tags=_tags(row, me, back),
        late=row.late,
    )


def _tags(row: Row, me: Person, back: set[UUID]) -> list[Tag]:
    tags = []
    if row.language not in (me.languages or [me.language]):
        tags.append(Tag(wording.own_name(row.language), icon="globe"))
    if row.request.person_id in back:
        tags.append(Tag(_("Came back"), chip="chip-sea"))
    if row.asked:
        tags.append(Tag(_("%(name)s is being asked") % {"name": row.asked}))
    if not row.here:
        tags.append(Tag(_("Page closed")))
    return tags


def came_back(requests: Iterable[Request]) -> set[UUID]:
    """Which of these people were here before, in one question."""
    persons = [request.person_id for request in requests]
    asked = Request.objects.filter(person_id__in=persons).values("person_id").annotate(times=Count("pk"))
    return {row["person_id"] for row in asked if row["times"] > 1}


def _talking(row: ChatRow) -> Place:
    state = _("steady")
    if row.lost:
        state = _("connection gone")
    elif row.hand:
        state = _("asks for a supervisor")
    elif row.left:
        state = _("seeker has left")
    return Place(
        name=row.name,
        seed=row.seed,
        since=row.begun,
        waited=str(int((clock.now() - row.begun).total_seconds() // 60)),
        reason=f"{row.listener.name} · {state}",
        level=levels.of(row.urgency),
        unit="min",
    )


def _reason_of(offer: Offer, board: Board) -> str:
    if offer.by is not None:
        return _("%(name)s asks you to carry on") % {"name": offer.by.name}
    row = next((row for row in board.rows if row.request == offer.request), None)
    if row is None:
        return str(wording.WHY[routing.Why.IN_TURN])
    return _reason(row, cover=not board.me.has_role(*TRAINED))


def _reason(row: Row, *, cover: bool) -> str:
    """Why a row is where it is. `cover`: also that nobody trained is free (who is asked counts as busy)."""
    codes = [one for one in _codes(row) if cover or one not in routing.UNCOVERED]
    return " · ".join(wording.reasons(codes, row.language))


def _codes(row: Row) -> list[routing.Why]:
    return [routing.Why(one) for one in row.why]


def _offered(row: Row, board: Board) -> bool:
    """On the offer card already."""
    return board.offer is not None and board.offer.request == row.request


def _load(person: Person) -> int:
    return next((one.load for one in takers() if one.id == person.pk), 0)


def _shift_word(shift: Shift | None) -> str:
    if shift is None:
        return _("Off shift")
    return _("Paused") if shift.is_paused else _("On shift")


def _shift_chip(shift: Shift | None, load: int) -> str:
    if shift is None:
        return ""
    return "chip-mid" if shift.is_paused else "chip-ok"
