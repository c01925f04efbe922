"""What listening has weighed on somebody in this shift, and whether they rest or owe a record just now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from beside.desk import routing
from beside.desk.models import AfterRules, Chat, Easing, EndReason, HandOver, Shift, Step, WrapUp
from beside.foundation import clock
from beside.people.models import Person

POINTS = (0, 0, 1, 3, 5)
"""What a chat weighs, by its urgency: danger three, at once five."""

ABUSE = 2
"""What abuse adds."""

OWED_FOR = timedelta(hours=24)
"""So long a missing record holds somebody up: later the words are gone, and so is what could be written."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One person in their shift. `cools_until`: the end of a rest that still runs. `owes`: no record yet.

    `free_since`: the end of their last chat, or the beginning of the shift.
    """

    points: int = 0
    heavy: bool = True
    cools_until: datetime | None = None
    owes: bool = False
    free_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A chat somebody carried: since when, until when (None: it runs), how urgent, how it ended."""

    since: datetime
    until: datetime | None
    urgency: int
    reason: str

    @property
    def points(self) -> int:
        """What it weighs."""
        return POINTS[min(self.urgency, 4)] + ABUSE * (self.reason == EndReason.ABUSE)

    @property
    def is_heavy(self) -> bool:
        """Danger."""
        return self.urgency >= routing.DANGER


def rules() -> AfterRules:
    """What the house asks after a chat: that of its first service, like the rules of the line."""
    return AfterRules.objects.order_by("service_id").first() or AfterRules()


def exposures(began: Mapping[UUID, datetime]) -> dict[UUID, Exposure]:
    """The exposure of many at once, by person: `began` says since when each is on shift. Five questions."""
    held, now = rules(), clock.now()
    eased = _eased(began)
    owing = set(_owing(began, now)) if held.needs_record else set()
    carried = _carried(began, now - timedelta(minutes=held.cool_minutes))
    found = {}
    for person, start in began.items():
        fresh = max(start, eased.get(person, start))
        mine = sorted(carried[person], key=lambda one: one.since)
        weighing = [one for one in mine if one.until is None or one.until >= fresh]
        found[person] = Exposure(
            points=sum(one.points for one in weighing),
            heavy=_has_room(weighing, held),
            cools_until=_cools_until(mine, eased.get(person), held, now),
            owes=person in owing,
            free_since=max([start, *(one.until for one in mine if one.until)]),
        )
    return found


def of(person: Person) -> Exposure:
    """The exposure of one person: in the running shift, or off shift only their rest and their records."""
    began = Shift.objects.filter(person=person, ended_at=None).values_list("began_at", flat=True).first()
    return exposures({person.pk: began or clock.now()})[person.pk]


def in_the_way(person: Person) -> str:
    """Why nobody is offered to this person just now, in words: a record they owe, or a rest. Else nothing."""
    now = of(person)
    if now.owes:
        return gettext("Write the record of your last chat first, or ask a supervisor to let it wait.")
    return gettext("You are taking the break after a heavy chat.") if now.cools_until else ""


def with_exposure(everyone: Sequence[routing.Taker], shifts: Iterable[Shift]) -> list[routing.Taker]:
    """Everyone on shift, with what they have carried. Who rests or owes a record is asked about nobody."""
    found = exposures({shift.person_id: shift.began_at for shift in shifts})
    return [_exposed(one, found.get(one.id, Exposure())) for one in everyone]


def owed(persons: Iterable[UUID], now: datetime) -> "QuerySet[Chat]":
    """Ended chats of these people without a record, whose listener is held up by it."""
    written = WrapUp.objects.filter(chat=OuterRef("pk"), author=OuterRef("listener")).filter(
        Q(saved_at__isnull=False) | Q(deferred_until__gt=now)
    )
    ended = Chat.objects.filter(listener_id__in=list(persons), ended_at__gt=now - OWED_FOR)
    return ended.filter(conversation__erased_at=None).exclude(Exists(written))


def _exposed(taker: routing.Taker, exposure: Exposure) -> routing.Taker:
    resting = exposure.owes or exposure.cools_until is not None
    since = exposure.free_since or taker.free_since
    known = replace(taker, heavy=exposure.heavy, points=exposure.points, free_since=since)
    return replace(known, cooling=taker.cooling or resting)


def _has_room(weighing: Sequence[Carried], held: AfterRules) -> bool:
    """Whether one more chat in danger fits: by points, and by how many came one after another."""
    points = sum(one.points for one in weighing)
    fits = not held.most_points or points + POINTS[routing.DANGER] <= held.most_points
    row = sum(1 for _each in takewhile(lambda one: one.is_heavy, reversed(weighing)))
    return fits and (not held.in_a_row or row < held.in_a_row)


def _cools_until(
    mine: Iterable[Carried], eased: datetime | None, held: AfterRules, now: datetime
) -> datetime | None:
    ends = [one.until for one in mine if one.is_heavy and one.until and (eased is None or one.until > eased)]
    until = max(ends) + timedelta(minutes=held.cool_minutes) if ends else now
    return until if until > now else None


def _eased(persons: Iterable[UUID]) -> dict[UUID, datetime]:
    rows = Easing.objects.filter(person_id__in=list(persons)).order_by("at").values_list("person_id", "at")
    return dict(rows)


def _owing(persons: Iterable[UUID], now: datetime) -> list[UUID]:
    return list(owed(persons, now).values_list("listener_id", flat=True))


def _carried(began: Mapping[UUID, datetime], cooling_from: datetime) -> defaultdict[UUID, list[Carried]]:
    """What each carried since their shift began or their rest could have; also what they handed over."""
    since = min([*began.values(), cooling_from])
    told = Chat.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), listener_id__in=list(began))
    given = HandOver.objects.filter(step=Step.DONE, settled_at__gte=since, whose_id__in=list(began))
    found: defaultdict[UUID, list[Carried]] = defaultdict(list)
    facts = ("listener_id", "accepted_at", "ended_at", "request__urgency", "end_reason")
    for person, begun, end, urgency, reason in told.values_list(*facts):
        found[person].append(Carried(begun, end, urgency, reason))
    parts = ("whose_id", "chat__accepted_at", "settled_at", "chat__request__urgency")
    for person, begun, end, urgency in given.values_list(*parts):
        found[person].append(Carried(begun, end, urgency, ""))
    return found
