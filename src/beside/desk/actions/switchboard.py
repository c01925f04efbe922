"""The switchboard: when it is too much, a supervisor says for a while who takes whom.

Danger is never kept waiting for it: who is in danger, and who has waited long, is asked about by the house.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.desk import routing
from beside.desk.actions.floor import decision
from beside.desk.actions.offers import make_offer
from beside.desk.models import Offer, OfferState, Request, RequestState, Switchboard
from beside.desk.queries import line, supervision
from beside.desk.queries.rules import rules
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role

NEVER = (
    routing.Refusal.AWAY,
    routing.Refusal.FULL,
    routing.Refusal.BLOCKED,
    routing.Refusal.COOLING,
    routing.Refusal.QUALIFICATION,
    routing.Refusal.ENOUGH,
    routing.Refusal.SERVICE,
)
"""What a supervisor cannot overrule; language, wishes and who comes first are theirs to weigh."""


def open_switchboard(*, actor: Person) -> Switchboard:
    """Hand out the line by hand from now on. Twice is once. Raises NotForYou, or Closed for another’s."""
    _check(actor)
    with decision():
        running = supervision.switchboard()
        if running is not None and running.by_id != actor.pk:
            raise Closed(_("%(who)s hands out the line already.") % {"who": running.by.name})
        if running is not None:
            return running
        audit.record(actor=actor.pk, act="switchboard.opened")
        return Switchboard.objects.create(by=actor, began_at=clock.now())


def close_switchboard(*, actor: Person) -> None:
    """The house asks by itself again. Any supervisor may say so. Twice is once. Raises NotForYou."""
    _check(actor)
    with decision():
        if _end():
            audit.record(actor=actor.pk, act="switchboard.closed")


def close_if_left() -> bool:
    """Whoever handed out the line has gone: the house asks by itself again."""
    running = supervision.switchboard()
    if running is None or not supervision.is_left_alone(running):
        return False
    with decision():
        if _end():
            audit.record(actor=None, act="switchboard.left", about=f"switchboard:{running.pk}")
    return True


def hand_out(*, request_id: int, actor: Person, to: Person) -> Offer:
    """Ask this colleague about somebody in line; they still may say no. Works without a switchboard too.

    Raises NotForYou, Closed when somebody is asked already, or the colleague cannot take anybody.
    """
    _check(actor)
    with decision() as service:
        request = Request.objects.select_related("conversation", "person").filter(pk=request_id).first()
        if request is None:
            raise NotForYou()
        if request.state != RequestState.WAITING:
            raise Closed(_("Somebody is being asked about this person already, or they have left."))
        _check_colleague(request, to)
        audit.record(actor=actor.pk, act="line.handed-out", about=str(request.conversation_id))
        return make_offer(service, request, to.pk)


def _check_colleague(request: Request, to: Person) -> None:
    if Offer.objects.filter(listener=to, state=OfferState.OPEN).exists():
        raise Closed(
            _("%(who)s is being asked about someone else. Try again in a moment.") % {"who": to.name}
        )
    everyone = routing.Crew(line.takers())
    taker = next((one for one in everyone if one.id == UUID(str(to.pk))), None)
    why = routing.Refusal.AWAY if taker is None else _refusal(taker, request, everyone)
    if why == routing.Refusal.QUALIFICATION:
        raise Closed(_("%(who)s is not trained for this person, or their record says no.") % {"who": to.name})
    if why in NEVER:
        raise Closed(_("%(who)s cannot take anyone just now.") % {"who": to.name})


def _refusal(taker: routing.Taker, request: Request, everyone: routing.Crew) -> routing.Refusal | None:
    return routing.refusal(taker, line.as_waiting(request), everyone, clock.now(), rules())


def _end() -> bool:
    return bool(Switchboard.objects.filter(ended_at=None).update(ended_at=clock.now()))


def _check(actor: Person) -> None:
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
