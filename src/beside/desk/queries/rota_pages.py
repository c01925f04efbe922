"""What the pages of the rota show: one's own shifts, what is held out, what is free, the plan of a week."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from beside.desk import turns
from beside.desk.models import Claim, Permit, Planned, Shift, Swap, SwapState
from beside.desk.queries import rota
from beside.desk.queries.service import service
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.people.models import AT_THE_DESK, Person
from beside.people.queries import with_role


@dataclass(frozen=True, slots=True)
class Row:
    """A planned shift: who comes, how many more are wanted, whether the reader is one of them."""

    planned: Planned
    claims: list[Claim]
    free: int
    is_mine: bool = False
    not_come: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """Who comes, by first name."""
        return ", ".join(claim.person.name for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Mine:
    """A shift of one's own, and whether it is held out to somebody."""

    claim: Claim
    swap: Swap | None


def mine(person: Person) -> list[Mine]:
    """One's shifts that are not over, the next one first."""
    ahead = rota.claims().filter(person=person, planned__ends_at__gt=clock.now())
    swaps = {one.claim_id: one for one in _open_swaps().filter(claim__in=ahead)}
    return [Mine(claim, swaps.get(claim.pk)) for claim in ahead]


def held_out(person: Person) -> list[Swap]:
    """What colleagues hold out to somebody, by name first; what everybody may take only where it suits."""
    known = _open_swaps().filter(Q(to=person) | Q(to=None), claim__in=rota.claims())
    rows = known.filter(claim__planned__ends_at__gt=clock.now()).exclude(claim__person=person)
    suited = [one for one in rows if one.to_id or rota.is_wanted(one.claim.planned, person)]
    return sorted(suited, key=lambda one: (one.to_id is None, one.claim.planned.begins_at))


def free(person: Person, first: date, count: int = 7) -> list[tuple[date, list[Row]]]:
    """What is free and suits somebody, in so many days, by day; without what they take already."""
    rows = [row for _day, each in plan(first, count, person) for row in each]
    fit = (row for row in rows if row.free and not row.is_mine and rota.is_wanted(row.planned, person))
    return _by_day(row for row in fit if row.planned.ends_at > clock.now())


def plan(first: date, count: int = 7, person: Person | None = None) -> list[tuple[date, list[Row]]]:
    """Every planned shift of so many local days, by day."""
    zone = service().zone
    begins, ends = turns.day_of(first, zone)[0], turns.day_of(first + timedelta(days=count - 1), zone)[1]
    planned = Planned.objects.filter(cancelled_at=None, begins_at__gte=begins, begins_at__lt=ends)
    return _by_day(_rows(list(planned.select_related("service", "series")), person))


def row_of(planned_id: int) -> Row:
    """One planned shift. Raises NotForYou."""
    return _rows([planned_of(planned_id)], None)[0]


def planned_of(planned_id: int) -> Planned:
    """A planned shift, called off or not. Raises NotForYou."""
    found: Planned = _found(Planned.objects.select_related("service", "series").filter(pk=planned_id))
    return found


def claim_of(person: Person, claim_id: int) -> Claim:
    """One's own claim, as long as it stands. Raises NotForYou."""
    found: Claim = _found(rota.claims().filter(pk=claim_id, person=person))
    return found


def own_claim(person: Person, claim_id: int) -> Claim:
    """One's own claim, let go or not: pressed twice is no fault. Raises NotForYou."""
    found: Claim = _found(Claim.objects.select_related("planned").filter(pk=claim_id, person=person))
    return found


def claim_in(planned: Planned, number: str) -> Claim:
    """A claim to a shift, let go or not, by its number as a form sends it. Raises NotForYou."""
    own = Claim.objects.select_related("planned", "person").filter(planned=planned)
    found: Claim = _found(own.filter(pk=int(number)) if number.isdecimal() else own.none())
    return found


def swap_of(person: Person, swap_id: int) -> Swap:
    """What one holds out, or what is held out to one. Raises NotForYou."""
    rows = Swap.objects.select_related("claim__planned", "claim__person", "against__planned")
    asked = Q(to=person) | Q(to=None) | Q(claim__person=person)
    found: Swap = _found(rows.filter(asked, pk=swap_id))
    return found


def permit(permit_id: int) -> Permit:
    """What somebody asked. Raises NotForYou."""
    found: Permit = _found(Permit.objects.select_related("person").filter(pk=permit_id))
    return found


def permits() -> list[Permit]:
    """Who waits for a supervisor's answer."""
    return list(Permit.objects.filter(answered_at=None).select_related("person").order_by("asked_at"))


def partners(claim: Claim) -> list[tuple[Person, list[Claim]]]:
    """Colleagues whom a shift suits, each with their own shifts that would suit its owner."""
    known = with_role(*AT_THE_DESK).exclude(pk=claim.person_id).order_by("name").distinct()
    theirs = list(rota.claims().filter(planned__begins_at__gt=clock.now(), person__in=known.values("pk")))
    others = [one for one in theirs if rota.is_wanted(one.planned, claim.person)]
    fit = [person for person in known if rota.is_wanted(claim.planned, person)]
    return [(person, [one for one in others if one.person_id == person.pk]) for person in fit]


def to_give(planned: Planned) -> list[Person]:
    """Colleagues who could be put on a shift, by name."""
    there = set(rota.claims().filter(planned=planned).values_list("person_id", flat=True))
    known = with_role(*AT_THE_DESK).order_by("name").distinct()
    return [one for one in known if one.pk not in there and rota.is_wanted(planned, one)]


def next_of(person: Person) -> Claim | None:
    """One's next shift, or the one that runs."""
    return rota.claims().filter(person=person, planned__ends_at__gt=clock.now()).first()


def _rows(planned: Sequence[Planned], person: Person | None) -> list[Row]:
    held: dict[int, list[Claim]] = {one.pk: [] for one in planned}
    for claim in rota.claims().filter(planned__in=planned):
        held[claim.planned_id].append(claim)
    here = set(Shift.objects.filter(ended_at=None).values_list("person_id", flat=True))
    now = clock.now()
    return [
        Row(
            one,
            held[one.pk],
            max(0, one.seats - len(held[one.pk])),
            person is not None and any(claim.person_id == person.pk for claim in held[one.pk]),
            _not_come(one, held[one.pk], here, now),
        )
        for one in planned
    ]


def _not_come(planned: Planned, held: Iterable[Claim], here: Set[UUID], now: datetime) -> tuple[str, ...]:
    """Who should be here by now and is not."""
    if not planned.begins_at + rota.NOT_COME <= now < planned.ends_at:
        return ()
    return tuple(claim.person.name for claim in held if claim.person_id not in here)


def _by_day(rows: Iterable[Row]) -> list[tuple[date, list[Row]]]:
    return [(day, list(each)) for day, each in groupby(rows, key=lambda row: row.planned.day)]


def _open_swaps() -> "QuerySet[Swap]":
    rows = Swap.objects.filter(state=SwapState.OPEN)
    return rows.select_related("claim__planned", "claim__person", "to", "against__planned")


def _found(rows: "QuerySet[Any]") -> Any:
    found = rows.first()
    if found is None:
        raise NotForYou()
    return found
