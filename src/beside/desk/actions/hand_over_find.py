"""Who is asked to carry on, once the seeker has said yes. Each function inside a decision of the caller's."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from beside.desk import routing
from beside.desk.actions.hand_over_steps import say, say_it_stays, settle
from beside.desk.models import Chat, HandOver, Offer, OfferState, Request, RequestState, Step, Target
from beside.desk.models.hand_over import ROLES
from beside.desk.queries import line
from beside.foundation import clock
from beside.journal import audit
from beside.people.models import Person
from beside.people.queries import with_role

HANDING_SECONDS = 120
"""How long a colleague who was named has to answer."""

TURN_SECONDS = 45
"""How long each of those who hold a role has, before the next one is asked."""

_LET_GO = (OfferState.DECLINED, OfferState.MISSED)
_IN_THE_WAY = frozenset(
    {
        routing.Refusal.FULL,
        routing.Refusal.COOLING,
        routing.Refusal.SERVICE,
        routing.Refusal.BLOCKED,
        routing.Refusal.QUALIFICATION,
        routing.Refusal.ENOUGH,
    }
)
"""What keeps somebody from a chat whoever asks them. A wish or a language does not: their colleague chose."""


def begin(going: HandOver) -> None:
    """Ask whoever it is for. Where somebody named is not free any more, it stays as it is."""
    going.step = Step.FINDING
    going.save(update_fields=["step", "answered_at", "agreed"])
    who = going.chat.listener.name
    if going.target == Target.PERSON and going.to is not None:
        if why_not(going.chat, going.to):
            settle(going, Step.STAYED)
            say_it_stays(going)
            return
        ask(going, going.to, HANDING_SECONDS)
        say(going, "chat.handing", "asking", who=who, to=going.to.name)
        return
    say(going, "chat.handing-on", "asking", who=who)
    if going.target == Target.LINE:
        into_line(going)
    else:
        ask_the_next(going)


def into_line(going: HandOver) -> None:
    """First in line, for anybody but the present listener, who stays until then."""
    request = going.chat.request
    request.state, request.front = RequestState.WAITING, True
    request.save(update_fields=["state", "front"])


def ask_the_next(going: HandOver) -> bool:
    """Ask the next of those who hold the role and have room. False when there is nobody."""
    chosen = next_of_role(going)
    if chosen is not None:
        ask(going, chosen, TURN_SECONDS)
    return chosen is not None


def next_of_role(going: HandOver) -> Person | None:
    """Who is asked next: on shift, with room, not asked before; who carries least comes first."""
    if going.target not in ROLES:
        return None
    asked = Offer.objects.filter(request=going.chat.request, by=going.by, made_at__gte=going.asked_at)
    passed = set(asked.filter(state__in=_LET_GO).values_list("listener_id", flat=True))
    load = {one.id: one.load for one in line.takers()}
    able = [one for one in with_role(going.target) if one.pk in load and one.pk not in passed]
    able.sort(key=lambda one: (load[one.pk], one.name))
    return next((one for one in able if not why_not(going.chat, one)), None)


def ask(going: HandOver, to: Person, seconds: int) -> None:
    """One offer, to this person."""
    now = clock.now()
    request = Request.objects.get(pk=going.chat.request_id)
    until = now + timedelta(seconds=seconds)
    going.offer = Offer.objects.create(request=request, listener=to, by=going.by, made_at=now, until=until)
    going.save(update_fields=["offer"])
    about = str(going.chat.conversation_id)
    audit.record(actor=going.by_id, act="chat.handed", about=about, reason=str(to.pk))


def why_not(chat: Chat, to: Person) -> str:
    """Why this colleague cannot be asked now, as a sentence; nothing when they can."""
    everyone = line.takers()
    them = next((one for one in everyone if one.id == to.pk and not one.away), None)
    if them is None:
        return _("%(who)s is not taking anyone new just now.") % {"who": to.name}
    if Offer.objects.filter(listener=to, state=OfferState.OPEN).exists():
        return _("%(who)s is being asked about someone else. Try again in a moment.") % {"who": to.name}
    row = replace(line.as_waiting(chat.request), asked=False)
    if routing.refusal(them, row, everyone, clock.now()) in _IN_THE_WAY:
        return _("%(who)s cannot take one more chat like this just now.") % {"who": to.name}
    return ""
