"""Asking somebody to take a request: one person, one offer, half a minute. Exactly one takes it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation, Seat, Side
from beside.desk import hints, routing
from beside.desk.actions.calls import call_for_beyond
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_steps import joined
from beside.desk.actions.shifts import running_shift
from beside.desk.models import Chat, Offer, OfferState, Request, RequestState, Service, Shift
from beside.desk.queries import exposure, line
from beside.desk.queries.rules import offer_rules, rules
from beside.desk.queries.supervision import left_to_the_house
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou, Unavailable
from beside.journal import audit, keys
from beside.people.models import Person


def take_next(*, listener: Person) -> Offer:
    """Ask this person to take the first in line that they may take; the same offer again while it is open.

    Raises Closed when off shift, paused, full, or when nobody in line is for them.
    """
    with decision() as service:
        running_shift(listener)
        _miss_stale()
        held = Offer.objects.filter(listener=listener, state=OfferState.OPEN).first()
        if held is not None:
            return held
        everyone = line.takers()
        me = next(one for one in everyone if one.id == listener.pk)
        everybody = [line.as_waiting(one) for one in line.waiting() if not line.is_with(one, listener)]
        rows = left_to_the_house(everybody)
        chosen = routing.next_for(me, rows, everyone, clock.now(), line.in_a_row(rows), rules=rules())
        if chosen is None:
            raise Closed(_why_nobody(listener, me, rows, by_hand=len(rows) < len(everybody)))
        request = Request.objects.select_related("conversation").get(pk=chosen.id)
        return make_offer(service, request, listener.pk, beyond=routing.is_beyond(me, chosen))


def accept(*, offer: Offer, listener: Person) -> Chat:
    """Take what was offered: the seat, the `joined` line and the chat in one transaction.

    The seeker's page goes to the chat, and the colleague who handed over leaves; where both are to be there
    at first, the chat is still theirs. Raises NotForYou for somebody else's offer, Closed when too late.
    """
    _warm(_held(offer, listener))
    with decision() as service:
        held = _held(offer, listener)
        _settle(held, OfferState.ACCEPTED)
        request = _matched(held.request)
        _remember_answer(listener)
        shared = joined(held, listener)
        if shared is not None:
            return shared
        own = request.service or service
        chat, before = _owned(own, request, listener)
        hints.tell(request.person_id, {"t": "go", "to": f"/c/{request.conversation_id}"})
        _seat(request.conversation, listener, before)
        if before is None:
            _say_the_time(chat, own)
    return chat


def decline(*, offer: Offer, listener: Person) -> Offer:
    """Leave it for a colleague. Raises NotForYou for somebody else's offer."""
    with decision():
        held = Offer.objects.select_related("request").filter(pk=offer.pk, listener=listener).first()
        if held is None:
            raise NotForYou()
        if held.is_open:
            _back(held, OfferState.DECLINED)
            _remember_answer(listener)
    return held


def release_stale_offers() -> int:
    """Give up on offers whose time has run out. Two in a row, and that person is paused. Returns how many."""
    if not Offer.objects.filter(state=OfferState.OPEN, until__lte=clock.now()).exists():
        return 0
    with decision():
        return _miss_stale()


def release_offers_of(*, person_id: UUID) -> int:
    """Take back at once what somebody was asked whose connection has gone. They let nobody go by it."""
    mine = Offer.objects.select_related("request").filter(listener_id=person_id, state=OfferState.OPEN)
    if not mine.exists():
        return 0
    with decision():
        return sum(1 for offer in mine.all() if _back(offer, OfferState.WITHDRAWN))


def withdraw_offers(request: Request) -> None:
    """Take back what was asked about a request, inside a decision."""
    Offer.objects.filter(request=request, state=OfferState.OPEN).update(state=OfferState.WITHDRAWN)


def take_back_unfit(request: Request) -> None:
    """Somebody is in more danger than when their offer was made, inside a decision: who has no room for that,
    or may not take it, is asked no more. A colleague who was asked by name may still say yes.
    """
    offer = Offer.objects.filter(request=request, state=OfferState.OPEN, by=None).first()
    if offer is None:
        return
    asked = next((one for one in line.takers() if one.id == offer.listener_id), None)
    weight = routing.weight_of(request.urgency)
    if asked is None:
        return
    has_room = routing.has_room(replace(asked, load=asked.load - weight), weight)
    if request.urgency > asked.most or not has_room:
        _back(offer, OfferState.WITHDRAWN)


def make_offer(service: Service, request: Request, listener_id: UUID, *, beyond: bool = False) -> Offer:
    """Ask one person about one request, inside a decision that has chosen both.

    `beyond`: they are not trained for it, and are asked because nobody trained could be.
    """
    now = clock.now()
    request.state = RequestState.OFFERED
    request.save(update_fields=["state"])
    until = now + timedelta(seconds=service.offer_seconds)
    offer = Offer.objects.create(request=request, listener_id=listener_id, made_at=now, until=until)
    if beyond:
        call_for_beyond(request, offer)
    return offer


def _held(offer: Offer, listener: Person) -> Offer:
    found = Offer.objects.select_related("request__conversation", "request__person", "by")
    held = found.filter(pk=offer.pk, listener=listener).first()
    if held is None:
        raise NotForYou()
    if not held.is_open or held.until <= clock.now() or not held.request.conversation.is_open:
        raise Closed(_("This was taken by a colleague, or the time to answer has run out."))
    return held


def _warm(offer: Offer) -> None:
    """Unwrap the conversation's key before the transaction that writes with it."""
    try:
        keys.get(offer.request.conversation.key_id)
    except Unavailable as erased:
        raise Closed(_("The seeker has left.")) from erased


def _matched(request: Request) -> Request:
    request.state = RequestState.MATCHED
    request.matched_at = request.matched_at or clock.now()
    request.front = False
    request.save(update_fields=["state", "matched_at", "front"])
    return request


def _owned(service: Service, request: Request, listener: Person) -> tuple[Chat, Person | None]:
    """The chat in its new hands, and whose it was before, if it was anybody's."""
    now = clock.now()
    chat = Chat.objects.select_related("listener").filter(request=request).first()
    if chat is None:
        ends_at = now + timedelta(minutes=service.chat_minutes)
        made = Chat(conversation=request.conversation, request=request, listener=listener)
        made.accepted_at, made.ends_at = now, ends_at
        made.save()
        return made, None
    before, chat.listener, chat.lost_at, chat.hand_at = chat.listener, listener, None, None
    chat.save(update_fields=["listener", "lost_at", "hand_at"])
    audit.record(actor=listener.pk, act="chat.taken-over", about=str(chat.conversation_id))
    return chat, before


def _seat(conversation: Conversation, listener: Person, before: Person | None) -> None:
    """The new listener comes in; the one before goes out."""
    if before is not None and before != listener:
        leaving = Seat.objects.select_related("conversation").filter(conversation=conversation, person=before)
        for seat in leaving:
            conversations.unseat(seat=seat)
    conversations.seat(conversation=conversation, person=listener, side=Side.STAFF)


def _say_the_time(chat: Chat, service: Service) -> None:
    conversations.notice(
        conversation=chat.conversation, notice="chat.begun", client_id="begun", minutes=service.chat_minutes
    )


def _why_nobody(listener: Person, me: routing.Taker, rows: list[routing.Waiting], *, by_hand: bool) -> object:
    if me.away:
        return _("You are paused. Be ready again first.")
    if me.cooling:
        return exposure.in_the_way(listener)
    if not routing.has_room(me, 1):
        return _("You have no room for one more chat.")
    if by_hand:
        return _("A supervisor hands out the line just now, and will ask you.")
    return _("Nobody in line is for you just now.") if rows else _("Nobody is waiting.")


def _settle(offer: Offer, state: str) -> None:
    offer.state = state
    offer.save(update_fields=["state"])


def _back(offer: Offer, state: str) -> bool:
    """The offer is over without a taker: a request in line waits again, a running chat stays where it is."""
    _settle(offer, state)
    Request.objects.filter(pk=offer.request_id, state=RequestState.OFFERED).update(state=RequestState.WAITING)
    if offer.by_id is not None:
        _say_it_stays(offer)
    return True


def _say_it_stays(offer: Offer) -> None:
    chat = Chat.objects.select_related("conversation", "listener").filter(request_id=offer.request_id).first()
    if chat is not None and chat.is_running:
        conversations.notice(
            conversation=chat.conversation,
            notice="chat.stays",
            client_id=f"stays-{offer.pk}",
            who=chat.listener.name,
        )


def _miss_stale() -> int:
    stale = Offer.objects.select_related("request").filter(state=OfferState.OPEN, until__lte=clock.now())
    return sum(_miss(offer) for offer in stale)


def _miss(offer: Offer) -> int:
    _back(offer, OfferState.MISSED)
    shift = Shift.objects.filter(person_id=offer.listener_id, ended_at=None).first()
    if shift is not None and offer.by_id is None:
        shift.misses += 1
        if routing.is_away(shift.misses, offer_rules().misses) and not shift.is_paused:
            shift.paused_at = clock.now()
        shift.save(update_fields=["misses", "paused_at"])
    return 1


def _remember_answer(listener: Person) -> None:
    Shift.objects.filter(person=listener, ended_at=None).update(misses=0)
