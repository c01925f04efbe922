"""What staff say beside a chat, in its backstage log: notes, and questions to the supervisors."""

from concurrent.futures import Future

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation, Seat, Side, Voice
from beside.desk.actions.chats import lower_hand, raise_hand
from beside.desk.actions.floor import decision
from beside.desk.models import Chat
from beside.desk.queries.hand_overs import is_beside
from beside.desk.queries.handing import HANDING
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit, keys
from beside.people.models import Person, Role

NOTE, QUESTION, WHISPER, NOTES = "note", "question", "whisper", "notes"
"""Beside a line of the chat: a note, a line to the supervisors, a supervisor's answer. Then the running note,
one line changed as it is typed."""


def sit_beside(*, conversation: Conversation, actor: Person) -> Seat:
    """This person's seat in the chat's staff-only log, opened if need be. Raises NotForYou off the chat.
    Closed once the chat was erased: nothing is written beside what is gone.

    Not inside a transaction: a new log needs a key first.
    """
    chat = Chat.objects.filter(conversation=conversation).first()
    if chat is None or not _works_in(chat, actor):
        raise NotForYou()
    if conversation.erased_at is not None:
        raise Closed(_("This chat has ended already."))
    backstage = conversation_queries.backstage_of(conversation)
    if backstage is None:
        backstage = conversations.open_backstage(conversation=conversation)
    seats = Seat.objects.select_related("conversation", "person").filter(conversation=backstage)
    taken = seats.filter(person=actor).exclude(voice=Voice.NONE).first()
    if taken is not None:
        return taken
    with decision():
        return conversations.seat(conversation=backstage, person=actor, side=Side.STAFF, announce=False)


def seat_listener(*, conversation: Conversation) -> None:
    """Whoever has the chat can read what is written beside it, also if they never wrote there themselves."""
    chat = Chat.objects.select_related("listener").filter(conversation=conversation).first()
    if chat is not None:
        sit_beside(conversation=conversation, actor=chat.listener)


def write_beside(
    *, conversation: Conversation, actor: Person, style: str, words: str, beside: int, client_id: str
) -> "Future[Written]":
    """Say something beside a line of the chat. Raises NotForYou, Invalid for a style that is none."""
    if style not in {NOTE, QUESTION}:
        raise Invalid(_("Choose a note or a line to the supervisors."))
    seat = sit_beside(conversation=conversation, actor=actor)
    about = {"style": style, "beside": max(0, beside)}
    promised = conversations.say(seat=seat, words=words, client_id=client_id, about=about)
    if style == QUESTION:
        raise_hand(conversation=conversation, actor=actor)
    return promised


def tell_who_carries_on(
    *, conversation: Conversation, actor: Person, words: str, hand_over: int, client_id: str
) -> "Future[Written]":
    """Lines for whoever carries on: a note that also stands in their panel. Raises NotForYou, Invalid."""
    seat = sit_beside(conversation=conversation, actor=actor)
    about = {"style": NOTE, "beside": conversation_queries.head_of(conversation.pk), HANDING: hand_over}
    return conversations.say(seat=seat, words=words, client_id=client_id, about=about)


def answer_hand(
    *, conversation: Conversation, actor: Person, words: str, client_id: str
) -> "Future[Written]":
    """Answer a listener who asked for a supervisor; the hand goes down. Raises NotForYou, Invalid."""
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    seat = sit_beside(conversation=conversation, actor=actor)
    seat_listener(conversation=conversation)
    about = {"style": WHISPER, "beside": conversation_queries.head_of(conversation.pk)}
    promised = conversations.say(seat=seat, words=words, client_id=client_id, about=about)
    lower_hand(conversation=conversation, actor=actor)
    return promised


def take_over_beside(*, conversation: Conversation, actor: Person) -> Seat:
    """The chat has a new listener: their seat backstage, and no more reading for the listener before.

    Where both are there at first, the listener who hands over keeps theirs until the chat is the other's.
    """
    taken = sit_beside(conversation=conversation, actor=actor)
    before = Seat.objects.select_related("conversation", "person").filter(conversation=taken.conversation)
    with decision():
        kept = [actor.pk, *Chat.objects.filter(conversation=conversation).values_list("listener", flat=True)]
        for seat in before.exclude(person__in=kept).exclude(voice=Voice.NONE):
            if not seat.person.has_role(Role.SUPERVISOR):
                conversations.unseat(seat=seat, announce=False)
    return taken


def send_card(*, conversation: Conversation, actor: Person, card: str, client_id: str) -> Written:
    """Put a card in the chat for the person. Raises NotForYou off the chat, Closed when it has ended."""
    seat = conversation_queries.seat_of(actor, conversation.pk)
    if not seat.conversation.is_open:
        raise Closed(_("This chat has ended already."))
    keys.get(conversation.key_id)
    with transaction.atomic():
        audit.record(actor=actor.pk, act="card.sent", about=str(conversation.pk), reason=card)
        return conversations.card(conversation=conversation, card=card, client_id=client_id)


def keep_note(
    *, conversation: Conversation, actor: Person, words: str, position: int, client_id: str
) -> "Future[Written]":
    """Keep the running note: said once, then changed at its position, taken back when it is emptied.

    Raises NotForYou, Invalid; Invalid too for an empty note where there was none.
    """
    seat = sit_beside(conversation=conversation, actor=actor)
    if position and not words.strip():
        return conversations.withdraw(seat=seat, position=position, client_id=client_id)
    if position:
        return conversations.edit(seat=seat, position=position, words=words, client_id=client_id)
    return conversations.say(seat=seat, words=words, client_id=client_id, about={"style": NOTES})


def _works_in(chat: Chat, actor: Person) -> bool:
    return chat.listener_id == actor.pk or actor.has_role(Role.SUPERVISOR) or is_beside(actor, chat)
