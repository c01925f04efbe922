"""A supervisor beside a chat: reading along unseen, a word to the listener, stepping in, taking over."""

from concurrent.futures import Future
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation, Seat, Side, Voice
from beside.desk import hints
from beside.desk.actions import beside
from beside.desk.actions.calls import help_is_over
from beside.desk.actions.chats import running_chat, say
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_steps import over_with
from beside.desk.actions.offers import withdraw_offers
from beside.desk.models import Chat, RequestState
from beside.desk.queries.supervision import chat_for
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import audit, keys
from beside.people.models import Person, Role

LEAST_REASON = 3
"""A reason has a few letters at least."""


def read_along(*, conversation: Conversation, actor: Person) -> Seat:
    """Read a chat unseen: a place without a voice. Every opening is in the trail before a word is shown.

    Nobody in the chat is told: no line, no dot, no tick. Raises NotForYou, Closed for what was erased.
    """
    chat_for(actor, conversation.pk)
    _warm(conversation)
    with transaction.atomic():
        taken = Seat.objects.filter(conversation=conversation, person=actor).exclude(voice=Voice.NONE).first()
        if taken is None:
            taken = _seat(conversation, actor, Voice.READS)
        audit.record(actor=actor.pk, act="chat.read-along", about=str(conversation.pk))
    return taken


def look_away(*, conversation: Conversation, actor: Person) -> None:
    """Read no more. A place with a voice stays: that is left by stepping out. Twice is once."""
    held = Seat.objects.select_related("conversation").filter(conversation=conversation, person=actor)
    with transaction.atomic():
        for seat in held.filter(voice=Voice.READS):
            conversations.unseat(seat=seat, announce=False)


def whisper(*, conversation: Conversation, actor: Person, words: str, client_id: str) -> "Future[Written]":
    """A word to the listener, in the log beside the chat: the seeker has no place there, so nothing can leak.

    Raises NotForYou, Invalid for nothing or too much, Closed once the chat was erased.
    """
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    seat = beside.sit_beside(conversation=conversation, actor=actor)
    beside.seat_listener(conversation=conversation)
    about = {"style": beside.WHISPER, "beside": conversation_queries.head_of(conversation.pk)}
    return conversations.say(seat=seat, words=words, client_id=client_id, about=about)


def step_in(*, conversation: Conversation, actor: Person) -> Chat:
    """Come into the chat, visibly: the seeker is told who, and that the listener stays. Twice is once."""
    _warm(conversation)
    with decision():
        chat = _of_somebody_else(conversation, actor)
        seat = Seat.objects.filter(conversation=conversation, person=actor).first()
        if seat is not None and seat.voice == Voice.SPEAKS:
            return chat
        seat = _seat(conversation, actor, Voice.SPEAKS)
        times = conversation.entries.filter(author=str(seat.pk)).count()
        say(chat, "chat.stepped-in", f"in-{seat.pk}-{times}", who=actor.name, listener=chat.listener.name)
        audit.record(actor=actor.pk, act="chat.stepped-in", about=str(conversation.pk))
        chat.hand_at = None
        chat.save(update_fields=["hand_at"])
        help_is_over(chat, actor)
    return chat


def step_out(*, conversation: Conversation, actor: Person) -> Chat:
    """Leave the chat to its listener again, visibly. Twice is once. Raises NotForYou, Closed."""
    _warm(conversation)
    with decision():
        chat = _of_somebody_else(conversation, actor)
        spoke = Seat.objects.select_related("conversation").filter(conversation=conversation, person=actor)
        for seat in spoke.filter(voice=Voice.SPEAKS):
            conversations.unseat(seat=seat)
            audit.record(actor=actor.pk, act="chat.stepped-out", about=str(conversation.pk))
    return chat


def take_over(*, conversation: Conversation, actor: Person, reason: str) -> Chat:
    """The chat is the supervisor's from now on; the listener before goes out. The seeker is told.

    The reason stands in the trail. Raises NotForYou, Invalid without a reason, Closed when the chat has
    ended. Taking over what one has already is once.
    """
    if len(clean(reason)) < LEAST_REASON:
        raise Invalid(_("Say in a few words why you take over."))
    _warm(conversation)
    with decision():
        chat = _running(conversation, actor)
        if chat.listener_id == actor.pk:
            return chat
        before = chat.listener
        _own(chat, actor, reason)
        _change_places(chat, before, actor)
    beside.take_over_beside(conversation=conversation, actor=actor)
    return chat


def forget_reading(*, conversation_id: UUID) -> None:
    """The chat has ended: who only read along has no place in it any more. Idempotent."""
    reading = Seat.objects.select_related("conversation").filter(conversation_id=conversation_id)
    with transaction.atomic():
        for seat in reading.filter(voice=Voice.READS, side=Side.STAFF):
            conversations.unseat(seat=seat, announce=False)


def _own(chat: Chat, actor: Person, reason: str) -> None:
    over_with(chat)
    withdraw_offers(chat.request)
    chat.request.state, chat.request.front = RequestState.MATCHED, False
    chat.request.save(update_fields=["state", "front"])
    help_is_over(chat, actor)
    chat.listener, chat.lost_at, chat.hand_at = actor, None, None
    chat.save(update_fields=["listener", "lost_at", "hand_at"])
    audit.record(actor=actor.pk, act="chat.taken-over", about=str(chat.conversation_id), reason=reason)


def _change_places(chat: Chat, before: Person, actor: Person) -> None:
    """First the one who comes, then the one who goes: at no moment is the seeker alone."""
    seat = Seat.objects.filter(conversation=chat.conversation, person=actor).first()
    if seat is None or seat.voice != Voice.SPEAKS:
        seat = _seat(chat.conversation, actor, Voice.SPEAKS)
    for gone in Seat.objects.select_related("conversation").filter(
        conversation=chat.conversation, side=Side.STAFF, person=before
    ):
        conversations.unseat(seat=gone)
    mark = f"over-{seat.pk}-{clock.now():%Y%m%d%H%M%S%f}"
    say(chat, "chat.taken-over", mark, who=actor.name, listener=before.name)
    hints.tell(before.pk, {"t": "go", "to": "/desk/live"})


def _of_somebody_else(conversation: Conversation, actor: Person) -> Chat:
    chat = _running(conversation, actor)
    if chat.listener_id == actor.pk:
        raise Closed(_("This chat is yours already."))
    return chat


def _running(conversation: Conversation, actor: Person) -> Chat:
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    return running_chat(conversation)


def _seat(conversation: Conversation, actor: Person, voice: str) -> Seat:
    return conversations.seat(conversation=conversation, person=actor, side=Side.STAFF, voice=voice)


def _warm(conversation: Conversation) -> None:
    """Unwrap the key before the transaction that writes with it. Raises Closed for a chat that was erased."""
    if conversation.erased_at is not None:
        raise Closed(_("This chat has ended already."))
    keys.get(conversation.key_id)
