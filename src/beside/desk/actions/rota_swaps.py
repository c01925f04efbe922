"""Holding a shift out to a colleague, or to everybody; it stays one's own until somebody takes it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.rota_check import check_limits, check_suited, check_time
from beside.desk.actions.rota_claims import hold, let_go, standing
from beside.desk.actions.rota_telling import tell
from beside.desk.actions.service import row_of
from beside.desk.models import Claim, Swap, SwapState
from beside.desk.queries import rota
from beside.desk.queries.service import NUMBER
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person


def hold_out(*, person: Person, claim: Claim, to: Person | None = None, against: Claim | None = None) -> Swap:
    """Hold one's shift out: to one colleague, perhaps for one of theirs, or to everybody it suits.

    A second time replaces the first. Raises NotForYou for a claim that is not one's own, Closed for one that
    does not stand, Invalid for who cannot take it.
    """
    if claim.person_id != person.pk:
        raise NotForYou()
    with transaction.atomic():
        row_of(NUMBER)
        _check_stands(claim)
        if to is not None:
            _check_partner(claim, to, against)
        elif against is not None:
            raise Invalid(_("Say whose shift you would take for it."))
        _settle(claim.swaps.filter(state=SwapState.OPEN).first(), SwapState.WITHDRAWN)
        made = Swap.objects.create(claim=claim, to=to, against=against, asked_at=clock.now())
        tell("held-out", [to] if to else [], claim.planned, str(made.pk))
        audit.record(actor=person.pk, act="rota.held-out", about=f"planned:{claim.planned_id}")
    return made


def take_over(*, person: Person, swap: Swap) -> Claim:
    """Say yes to a shift that is held out, and give one's own for it where that was asked. Twice is once.

    Of two who say yes at once exactly one gets it. Raises NotForYou for who was not asked, Closed when it is
    settled, and what `rota_check` raises.
    """
    with transaction.atomic():
        row_of(NUMBER)
        swap = _held(swap, person)
        if swap.state == SwapState.TAKEN and (mine := standing(swap.claim.planned, person)):
            return mine
        if swap.state != SwapState.OPEN:
            raise Closed(_("This is settled already."))
        _check_stands(swap.claim)
        _check_fits(swap.claim, person, swap.against)
        if swap.against is not None:
            _check_stands(swap.against)
            _check_fits(swap.against, swap.claim.person, swap.claim)
        _settle(swap, SwapState.TAKEN)
        return _exchange(swap, person)


def decline_swap(*, person: Person, swap: Swap) -> Swap:
    """Say no: only who was asked by name. Raises NotForYou."""
    with transaction.atomic():
        row_of(NUMBER)
        swap = _held(swap, person)
        if swap.to_id != person.pk:
            raise NotForYou()
        _settle(swap, SwapState.DECLINED)
    return swap


def withdraw_swap(*, person: Person, swap: Swap) -> Swap:
    """Keep one's shift after all. Raises NotForYou for somebody else's."""
    if swap.claim.person_id != person.pk:
        raise NotForYou()
    with transaction.atomic():
        row_of(NUMBER)
        swap.refresh_from_db()
        _settle(swap, SwapState.WITHDRAWN)
    return swap


def _held(swap: Swap, person: Person) -> Swap:
    """What is held out to this person, as it stands now. Raises NotForYou."""
    rows = Swap.objects.select_related("claim__planned", "claim__person", "against__planned")
    found = rows.filter(pk=swap.pk).first()
    if found is None or found.claim.person_id == person.pk or found.to_id not in (None, person.pk):
        raise NotForYou()
    return found


def _settle(swap: Swap | None, state: SwapState) -> None:
    """An open offer gets its end; a settled one keeps its own."""
    if swap is not None and swap.state == SwapState.OPEN:
        swap.state, swap.settled_at = state, clock.now()
        swap.save(update_fields=["state", "settled_at"])


def _exchange(swap: Swap, person: Person) -> Claim:
    """Both claims change hands, with rows of their own, so that it stays known who came when."""
    giver = swap.claim.person
    for claim in filter(None, (swap.claim, swap.against)):
        let_go(claim, person)
    taken = hold(swap.claim.planned, person, person)
    tell("taken", [giver], swap.claim.planned, str(swap.pk))
    if swap.against is not None:
        hold(swap.against.planned, giver, person)
        tell("given", [giver], swap.against.planned, f"swap-{swap.pk}")
    return taken


def _check_partner(claim: Claim, to: Person, against: Claim | None) -> None:
    if to.pk == claim.person_id:
        raise Invalid(_("This shift is yours already."))
    _check_fits(claim, to, against)
    if against is not None:
        if against.person_id != to.pk:
            raise Invalid(_("Say whose shift you would take for it."))
        _check_stands(against)
        _check_fits(against, claim.person, claim)


def _check_fits(claim: Claim, person: Person, without: Claim | None) -> None:
    check_suited(claim.planned, person)
    check_time(claim.planned, person, without=without)
    check_limits(claim.planned, person, without=without)


def _check_stands(claim: Claim) -> None:
    """Raises Closed for a claim that was let go, or whose shift is over or called off."""
    stands = rota.claims().filter(pk=claim.pk, planned__ends_at__gt=clock.now()).exists()
    if not stands:
        raise Closed(_("This shift is not theirs any more."))
