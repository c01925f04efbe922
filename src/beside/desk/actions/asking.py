"""The house asks around: whoever is free is asked about whoever needs them most, one at a time."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk import routing
from beside.desk.actions.floor import decision
from beside.desk.actions.offers import make_offer, release_stale_offers
from beside.desk.models import OfferRules
from beside.desk.queries import asking, line
from beside.desk.queries.rules import forget_rules, offer_rules
from beside.foundation import clock
from beside.foundation.errors import Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role


def ask_around() -> int:
    """Ask everybody who can be asked now, each about one person; first give up on offers that have run out,
    also while the sweep is held by a worker that was killed. Returns how many were asked.

    Only those who have a page open: the others would not hear it. May be called at any time and as often as
    one likes; two at once ask nobody twice.
    """
    release_stale_offers()
    how = offer_rules()
    if not how.by_itself or not asking.is_worth_a_look():
        return 0
    with decision(told=False) as service:
        requests = {one.pk: one for one in line.waiting()}
        rows = asking.rows(requests.values())
        queue = routing.Line(rows, how.rules, line.in_a_row(rows))
        found = list(routing.pairs(queue, asking.crew(), clock.now()))
        for pair in found:
            beyond = routing.is_beyond(pair.taker, pair.row)
            make_offer(service, requests[pair.row.id], pair.taker.id, beyond=beyond)
    return len(found)


def set_offer_rules(*, actor: Person, offer_seconds: int, **times: Any) -> OfferRules:
    """How the house asks: all its times (see OfferRules), and how long somebody has to answer.

    Raises NotForYou, Invalid for a value that cannot be used, TypeError for a name that is none.
    """
    if not actor.has_role(Role.MANAGER):
        raise NotForYou()
    with decision() as service:
        held = OfferRules(service=service, **times)
        service.offer_seconds = offer_seconds
        try:
            held.full_clean(validate_unique=False)
        except ValidationError as wrong:
            raise Invalid(_("One of these times cannot be used.")) from wrong
        held.save()
        service.save(update_fields=["offer_seconds"])
        audit.record(actor=actor.pk, act="settings.changed", about=f"service:{service.pk}", reason="offers")
        transaction.on_commit(forget_rules)
    forget_rules()
    return held
