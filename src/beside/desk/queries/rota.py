"""Who said they would come, until when there is somebody, and whether a shift may begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from beside.desk import turns
from beside.desk.models import Claim, Permit, Planned, RotaRules, Shift, Wish
from beside.desk.queries.service import NUMBER, languages, services
from beside.foundation import clock
from beside.people.models import AT_THE_DESK, TRAINED, Person, Role

SUITED = {
    Wish.ANYONE: AT_THE_DESK,
    Wish.COUNSELLOR: TRAINED,
    Wish.SUPERVISOR: (Role.SUPERVISOR,),
}
"""Which roles a shift asks for."""

LOOK_AHEAD = timedelta(days=7)
NOT_COME = timedelta(minutes=15)
"""So long after its beginning a claimed shift counts no more, unless its person is on shift."""

_OPEN_END = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Cover:
    """How one language is covered. Moments are aware (UTC); nothing names a person.

    `here`: how many speak it, are on shift and not paused. `until`: until when somebody who speaks it is
    there without a gap of more than a quarter of an hour, by running shifts and by claimed ones that follow;
    None when nobody is there now, and when somebody is whose shift has no end (`is_open_ended`). `again_at`:
    when somebody has said they will come after that; None when nobody has, in the seven days to come.
    """

    language: str
    here: int
    until: datetime | None
    again_at: datetime | None
    is_open_ended: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether somebody who speaks it is there now, paused or not."""
        return self.is_open_ended or self.until is not None


def cover(now: datetime | None = None, *, service: int | None = None) -> list[Cover]:
    """For each language that is offered, who is there and until when; the service's own order.

    Read by the wallboard and the first page. `service` is a key; without it the whole house. Two queries.
    Paused people count as there (`until`), not as free (`here`). Somebody who stays past the end of their
    shift counts as there until this moment: they may go at any time, so `until` is then not after `now`.
    """
    now = now or clock.now()
    running = _running(service)
    known = turns_ahead(now, now + LOOK_AHEAD, service=service, running=running)
    return [_cover(code, now, running, known) for code in _offered(service)]


def turns_ahead(
    begins: datetime,
    ends: datetime,
    *,
    service: int | None = None,
    running: Sequence[Shift] | None = None,
) -> list[turns.Turn]:
    """Everybody who is there or said so, between two moments: running shifts, and claims that count."""
    now = clock.now()
    shifts = _running(service) if running is None else running
    here = {shift.person_id for shift in shifts}
    rows = claims().filter(planned__begins_at__lt=ends, planned__ends_at__gt=begins)
    if service is not None:
        rows = rows.filter(planned__service=service)
    said = [_claimed(one) for one in rows if _counts(one, now, one.person_id in here)]
    return [*(_at_work(shift, now) for shift in shifts), *said]


def claims() -> "QuerySet[Claim]":
    """Claims that stand: not let go, of shifts that are not called off, by people who are at the desk."""
    held = Person.objects.filter(account__is_active=True, grants__role__in=AT_THE_DESK)
    rows = Claim.objects.filter(dropped_at=None, planned__cancelled_at=None, person__in=held.values("pk"))
    return rows.select_related("person", "planned").order_by("planned__begins_at", "pk")


def is_wanted(planned: Planned, person: Person) -> bool:
    """Whether somebody has the role and speaks the language a shift asks for."""
    speaks = not planned.language or planned.language in spoken(person)
    return speaks and person.has_role(*SUITED[Wish(planned.role)])


def free_seats(planned: Planned) -> int:
    """How many people are still wanted for a shift."""
    return max(0, planned.seats - claims().filter(planned=planned).count())


def rules() -> RotaRules:
    """What the house asks of itself when shifts are planned."""
    return RotaRules.objects.filter(service_id=NUMBER).first() or RotaRules(service_id=NUMBER)


def claim_now(person: Person, now: datetime, early: timedelta = timedelta(0)) -> Claim | None:
    """The planned shift this person is in, or that begins within `early`; of several, what ends last."""
    mine = claims().filter(person=person, planned__begins_at__lte=now + early, planned__ends_at__gt=now)
    return mine.order_by("-planned__ends_at").first()


def permit_of(person: Person) -> Permit | None:
    """What a supervisor was last asked, or said, about coming unplanned; nothing that is past."""
    alive = Q(answered_at=None) | Q(until__gt=clock.now())
    return Permit.objects.filter(alive, person=person).order_by("-asked_at").first()


def may_begin(person: Person) -> bool:
    """Whether this person's shift may begin now: no gate, a supervisor, a planned shift, or a yes."""
    held = rules()
    if not held.needs_claim or person.has_role(Role.SUPERVISOR):
        return True
    if claim_now(person, clock.now(), timedelta(minutes=held.early_minutes)) is not None:
        return True
    permit = permit_of(person)
    return permit is not None and permit.answered_at is not None


def somebody_stays(until: datetime, language: str | None, service: int, now: datetime) -> bool:
    """Whether those who said they would come keep the place filled up to a moment, from now on."""
    known = _speakers(turns_ahead(now, until, service=service), language)
    end = turns.until(known, now)
    return end is not None and end >= until


def next_at(language: str | None, service: int, now: datetime) -> datetime | None:
    """When somebody who speaks a language has said they will come next, in the seven days ahead."""
    return turns.again(_speakers(turns_ahead(now, now + LOOK_AHEAD, service=service), language), now)


def spoken(person: Person) -> frozenset[str]:
    """The languages somebody listens in."""
    return frozenset(person.languages or [person.language])


def _offered(service: int | None) -> list[str]:
    own = [one for one in services() if service in (None, one.pk)]
    known = [code for one in own for code in languages("" if one.pk == NUMBER else one.slug)]
    return list(dict.fromkeys(known))


def _running(service: int | None) -> list[Shift]:
    shifts = Shift.objects.filter(ended_at=None)
    return [one for one in shifts if service is None or not one.services or service in one.services]


def _cover(code: str, now: datetime, running: Sequence[Shift], known: Sequence[turns.Turn]) -> Cover:
    here = [shift for shift in running if code in shift.languages]
    free = sum(1 for shift in here if not shift.is_paused)
    if any(shift.until is None for shift in here):
        return Cover(code, free, None, None, is_open_ended=True)
    own = _speakers(known, code)
    end = turns.until(own, now) or (now if here else None)
    return Cover(code, free, end, turns.again(own, end or now))


def _at_work(shift: Shift, now: datetime) -> turns.Turn:
    end = now + _OPEN_END if shift.until is None else max(shift.until, now)
    return turns.Turn(shift.person_id, shift.began_at, end, frozenset(shift.languages))


def _claimed(claim: Claim) -> turns.Turn:
    planned = claim.planned
    return turns.Turn(claim.person_id, planned.begins_at, planned.ends_at, spoken(claim.person))


def _counts(claim: Claim, now: datetime, is_here: bool) -> bool:
    """Whoever has not come counts no more, once the shift has begun and is not over."""
    planned = claim.planned
    return is_here or not planned.begins_at + NOT_COME <= now < planned.ends_at


def _speakers(known: Sequence[turns.Turn], language: str | None) -> list[turns.Turn]:
    return [one for one in known if language is None or language in one.languages]
