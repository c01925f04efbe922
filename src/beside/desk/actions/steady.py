"""A chat that somebody floods: one message at a time for ten minutes, told kindly. Never in danger."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation
from beside.conversations.slowing import EVERY, LASTS
from beside.desk.actions.chats import own_chat, say
from beside.desk.actions.floor import decision
from beside.desk.models import Chat
from beside.desk.queries.steady import seeker_seat, slowed_until
from beside.desk.routing import DANGER
from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.journal import audit, keys
from beside.people.models import Person

FACTS = {"minutes": int(LASTS.total_seconds() // 60), "seconds": int(EVERY.total_seconds())}


def slow_down(*, conversation: Conversation, actor: Person) -> Chat:
    """Let in one message at a time from the person of a chat. Twice is once: it is no longer for it.

    For who listens, and for supervisors. Raises NotForYou, Closed when it has ended, Invalid in danger.
    """
    keys.get(conversation.key_id)
    with decision(told=False):
        chat = own_chat(conversation, actor)
        if chat.request.urgency >= DANGER:
            raise Invalid(_("Danger was read in this chat: every word is let in as it comes."))
        if slowed_until(chat) is None:
            until = clock.now() + LASTS
            audit.record(actor=actor.pk, act="chat.slowed", about=str(conversation.pk))
            say(chat, "chat.slowed", f"slowed-{until:%Y%m%d%H%M%S}", who=actor.name, **FACTS)
            conversations.slow_down(seat=seeker_seat(conversation), until=until)
    return chat


def let_write(*, conversation: Conversation, actor: Person) -> Chat:
    """Let the person of a chat write as they like again. Not being slowed, nothing happens.

    For who listens, and for supervisors. Raises NotForYou, Closed when it has ended.
    """
    keys.get(conversation.key_id)
    with decision(told=False):
        chat = own_chat(conversation, actor)
        _let_write(chat, actor)
    return chat


def danger_read(*, conversation_id: UUID, level: int) -> None:
    """Danger was read in a chat: from now on every word is let in as it comes."""
    if level < DANGER:
        return
    chat = Chat.objects.select_related("conversation").filter(conversation=conversation_id, ended_at=None)
    found = chat.first()
    if found is not None and slowed_until(found) is not None:
        keys.get(found.conversation.key_id)
        with decision(told=False):
            _let_write(found, None)


def _let_write(chat: Chat, actor: Person | None) -> None:
    until = slowed_until(chat)
    if until is None:
        return
    by = actor.pk if actor else None
    audit.record(actor=by, act="chat.slow-ended", about=str(chat.conversation_id))
    say(chat, "chat.unslowed", f"unslowed-{until:%Y%m%d%H%M%S}")
    conversations.speed_up(seat=seeker_seat(chat.conversation))
