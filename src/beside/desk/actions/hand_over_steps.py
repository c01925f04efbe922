"""The steps of a hand-over, each inside a decision of the caller's: the row, the seats, what is said."""

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.models import Conversation, Seat, Side, Voice
from beside.desk.models import Chat, HandOver, Offer, OfferState, RequestState, Step
from beside.desk.queries import hand_overs
from beside.foundation import clock
from beside.foundation.errors import Closed
from beside.journal import audit, keys
from beside.people.models import Person, Role


def unwrap(conversation: Conversation) -> None:
    """Unwrap the key before the transaction that writes with it. Raises Closed for a chat that was erased."""
    if conversation.erased_at is not None:
        raise Closed(_("This chat has ended already."))
    keys.get(conversation.key_id)


def joined(offer: Offer, listener: Person) -> Chat | None:
    """Somebody said yes to an offer: where both are to be there at first, they come in beside the listener.

    Returns the chat, which is still its listener's; None where it changes hands at once, or is a new one.
    """
    chat = Chat.objects.select_related("conversation", "listener").filter(request_id=offer.request_id).first()
    going = hand_overs.under_way(chat) if chat is not None else None
    if chat is None or going is None:
        return None
    if going.step != Step.FINDING:
        settle(going, Step.CALLED_OFF)
    elif going.warm and chat.lost_at is None:
        return _together(going, chat, listener)
    else:
        going.taker = listener
        settle(going, Step.DONE)
    return None


def move(going: HandOver) -> None:
    """The chat is the newcomer's now, and the listener before leaves."""
    chat, before, taker = going.chat, going.chat.listener, going.taker
    if taker is None:
        return
    chat.listener, chat.lost_at, chat.hand_at = taker, None, None
    chat.save(update_fields=["listener", "lost_at", "hand_at"])
    audit.record(actor=taker.pk, act="chat.taken-over", about=str(chat.conversation_id))
    settle(going, Step.DONE)
    _out(chat.conversation, before, announce=True)


def settle(going: HandOver, step: str) -> None:
    """It is over. Who had come in and does not stay goes out again, with a line that says so."""
    was = going.step
    going.step, going.settled_at = step, clock.now()
    going.save(update_fields=["step", "settled_at", "taker"])
    if was == Step.TOGETHER and step != Step.DONE and going.taker is not None:
        _out(going.chat.conversation, going.taker, announce=going.chat.is_running)


def over_with(chat: Chat) -> None:
    """The chat has ended: nothing is handed over any more."""
    going = hand_overs.under_way(chat)
    if going is not None:
        going.chat = chat
        settle(going, Step.CALLED_OFF)


def take_back(going: HandOver) -> None:
    """Nobody else is asked any more, and the chat is not in line."""
    request = going.chat.request
    open_ = Offer.objects.filter(request=request, state=OfferState.OPEN)
    open_.update(state=OfferState.WITHDRAWN)
    if request.is_waiting:
        request.state, request.front = RequestState.MATCHED, False
        request.save(update_fields=["state", "front"])


def say_it_stays(going: HandOver) -> None:
    """The person is told who stays with them, once for each hand-over."""
    say(going, "chat.stays", "stays", who=going.chat.listener.name)


def say(going: HandOver, notice: str, mark: str, **facts: str) -> None:
    """The service says something about this hand-over, once for each mark."""
    conversation, key = going.chat.conversation, f"hand-over-{going.pk}-{mark}"
    conversations.notice(conversation=conversation, notice=notice, client_id=key, **facts)


def _together(going: HandOver, chat: Chat, listener: Person) -> Chat:
    conversations.seat(conversation=chat.conversation, person=listener, side=Side.STAFF)
    going.taker, going.joined_at, going.step = listener, clock.now(), Step.TOGETHER
    say(going, "chat.together", "together", who=chat.listener.name, to=listener.name)
    going.asked_after = conversation_queries.head_of(chat.conversation_id)
    going.save(update_fields=["taker", "joined_at", "step", "asked_after"])
    audit.record(actor=listener.pk, act="chat.joined", about=str(chat.conversation_id))
    return chat


def _out(conversation: Conversation, person: Person, *, announce: bool) -> None:
    """This person's places in the chat and in the log beside it; supervisors keep the latter."""
    logs = [(conversation, announce)]
    tied = conversation_queries.backstage_of(conversation)
    if tied is not None and not person.has_role(Role.SUPERVISOR):
        logs.append((tied, False))
    for log, aloud in logs:
        seats = Seat.objects.select_related("conversation", "person").filter(conversation=log, person=person)
        for seat in seats.exclude(voice=Voice.NONE):
            conversations.unseat(seat=seat, announce=aloud)
