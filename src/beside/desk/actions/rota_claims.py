"""Saying that one comes, and that one cannot."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.rota_check import check_limits, check_seat, check_suited, check_time
from beside.desk.actions.rota_telling import tell, tell_leads
from beside.desk.actions.service import row_of
from beside.desk.models import Claim, Planned, Swap, SwapState
from beside.desk.queries import rota
from beside.desk.queries.service import NUMBER
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role

PLANNERS = (Role.SUPERVISOR, Role.MANAGER)
"""Who plans the rota."""


def claim_shift(*, person: Person, planned: Planned) -> Claim:
    """Take a free shift. Twice is once; of two people at once, exactly one gets the last seat.

    Raises what `rota_check` raises: not suited, taken, another shift then, too much without a rest.
    """
    with transaction.atomic():
        row_of(NUMBER)
        held = standing(planned, person)
        if held is not None:
            return held
        planned.refresh_from_db()
        check_suited(planned, person)
        check_seat(planned)
        check_time(planned, person)
        check_limits(planned, person)
        return hold(planned, person, person)


def give_shift(*, actor: Person, person: Person, planned: Planned) -> Claim:
    """Put somebody on the rota, after asking them; the limits of hours are left to who plans.

    Raises NotForYou for who does not plan, and what `rota_check` raises but for the limits.
    """
    check_planner(actor)
    with transaction.atomic():
        row_of(NUMBER)
        held = standing(planned, person)
        if held is not None:
            return held
        planned.refresh_from_db()
        check_suited(planned, person)
        check_seat(planned)
        check_time(planned, person)
        made = hold(planned, person, actor)
        tell("given", [person] if actor.pk != person.pk else [], planned, str(made.pk))
    return made


def drop_shift(*, actor: Person, claim: Claim) -> Claim:
    """Let a shift go: one's own, or anybody's for who plans. Twice is once. Raises NotForYou, Closed.

    Always possible until it is over: whoever is ill stays at home. With less notice than the house asks for,
    it is marked, and supervisors are written to.
    """
    if claim.person_id != actor.pk and not actor.has_role(*PLANNERS):
        raise NotForYou()
    with transaction.atomic():
        row_of(NUMBER)
        claim.refresh_from_db()
        if claim.dropped_at is not None:
            return claim
        if claim.planned.ends_at <= clock.now():
            raise Closed(_("This shift is over."))
        claim.late = is_late(claim)
        let_go(claim, actor)
        if claim.late:
            tell_leads("let-go", claim.planned, str(claim.pk))
        if claim.person_id != actor.pk:
            tell("taken", [claim.person], claim.planned, f"off-{claim.pk}")
    return claim


def drop_lapsed() -> None:
    """Shifts ahead of people who may not come any more are free again."""
    ahead = Claim.objects.filter(dropped_at=None, planned__begins_at__gt=clock.now())
    for claim in ahead.exclude(pk__in=rota.claims().values("pk")).select_related("planned", "person"):
        with transaction.atomic():
            row_of(NUMBER)
            claim.refresh_from_db(fields=["dropped_at"])
            if claim.dropped_at is not None:
                continue
            claim.late = is_late(claim)
            let_go(claim, None)
            if claim.late and claim.planned.cancelled_at is None:
                tell_leads("let-go", claim.planned, str(claim.pk))


def is_late(claim: Claim) -> bool:
    """Whether letting go now would be with less notice than the house asks for."""
    notice = timedelta(hours=rota.rules().notice_hours)
    return claim.planned.begins_at - clock.now() < notice


def standing(planned: Planned, person: Person) -> Claim | None:
    """Somebody's claim to a shift, if it stands."""
    return Claim.objects.filter(planned=planned, person=person, dropped_at=None).first()


def hold(planned: Planned, person: Person, actor: Person) -> Claim:
    """Write a claim down, inside a decision."""
    made = Claim.objects.create(planned=planned, person=person, claimed_at=clock.now())
    audit.record(actor=actor.pk, act="rota.claimed", about=f"planned:{planned.pk}")
    return made


def let_go(claim: Claim, actor: Person | None) -> None:
    """Take a claim back, inside a decision; what was held out with it is withdrawn."""
    now = clock.now()
    claim.dropped_at = now
    claim.save(update_fields=["dropped_at", "late"])
    open_ = Swap.objects.filter(state=SwapState.OPEN)
    for rows in (open_.filter(claim=claim), open_.filter(against=claim)):
        rows.update(state=SwapState.WITHDRAWN, settled_at=now)
    audit.record(actor=actor.pk if actor else None, act="rota.dropped", about=f"planned:{claim.planned_id}")


def check_planner(actor: Person) -> None:
    """Only who plans. Raises NotForYou."""
    if not actor.has_role(*PLANNERS):
        raise NotForYou()
