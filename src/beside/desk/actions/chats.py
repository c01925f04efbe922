"""What staff do with a running chat: give it more time, ask for help, end it."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation
from beside.desk.actions.calls import call_for_help, help_is_over
from beside.desk.actions.cool_off import begin_cool_off
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_steps import over_with
from beside.desk.actions.line import settle
from beside.desk.actions.suicide import check_question
from beside.desk.models import Chat, EndReason, RequestState
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit, keys
from beside.people.models import Person, Role

MOST_EXTENSIONS = 2


def extend(*, conversation: Conversation, actor: Person, given: int | None = None) -> Chat:
    """Give a chat more time, twice at most. For supervisors: raises NotForYou, or Closed after the second.

    `given` is how often the page said that more time was given: a second click, or a colleague's at the same
    moment, gives no more.
    """
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    _warm(conversation)
    with decision() as first:
        chat = running_chat(conversation)
        minutes = (chat.request.service or first).extension_minutes
        if given is not None and given != chat.extensions:
            return chat
        if chat.extensions >= MOST_EXTENSIONS:
            raise Closed(_("This chat has been given more time twice already."))
        chat.ends_at = max(chat.ends_at, clock.now()) + timedelta(minutes=minutes)
        chat.extensions, chat.told = chat.extensions + 1, 0
        chat.save(update_fields=["ends_at", "extensions", "told"])
        audit.record(actor=actor.pk, act="chat.extended", about=str(conversation.pk))
        say(chat, "chat.extended", f"extended-{chat.extensions}", minutes=minutes)
    return chat


def end_chat(*, conversation: Conversation, actor: Person, reason: str, suicide: str = "") -> Chat:
    """End a chat with a reason; `suicide` says what became of that question, where the chat cued it.

    Raises NotForYou, Invalid for a reason that is none or where that answer is missing, Closed when ended.
    """
    if reason not in EndReason.values:
        raise Invalid(_("Choose why this chat ends."))
    _warm(conversation)
    with decision():
        chat = own_chat(conversation, actor)
        check_question(chat=chat, actor=actor, answer=suicide)
        finish(chat, reason, actor)
        if reason == EndReason.ABUSE:
            begin_cool_off(chat=chat, actor=actor)
        conversations.close(conversation=chat.conversation, actor=actor, reason=reason)
    return chat


def raise_hand(*, conversation: Conversation, actor: Person) -> Chat:
    """Ask for a supervisor's help: they are called until one of them says that they come."""
    return _hand(conversation, actor, up=True)


def lower_hand(*, conversation: Conversation, actor: Person) -> Chat:
    """The help has come, or is not needed."""
    return _hand(conversation, actor, up=False)


def own_chat(conversation: Conversation, actor: Person) -> Chat:
    """The actor's running chat, or any for a supervisor, inside a decision. Raises NotForYou, Closed."""
    chat = running_chat(conversation)
    if chat.listener_id != actor.pk and not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    return chat


def running_chat(conversation: Conversation) -> Chat:
    """The running chat of a conversation, inside a decision. Raises NotForYou, Closed."""
    chat = _chats().filter(conversation=conversation).first()
    if chat is None:
        raise NotForYou()
    if not chat.is_running:
        raise Closed(_("This chat has ended already."))
    return chat


def _warm(conversation: Conversation) -> None:
    """Unwrap the key before the transaction that writes with it. Raises Closed for a chat that was erased."""
    if conversation.erased_at is not None:
        raise Closed(_("This chat has ended already."))
    keys.get(conversation.key_id)


def finish(chat: Chat, reason: str, actor: Person | None) -> None:
    """The chat and its request are over, inside a decision."""
    chat.ended_at, chat.end_reason, chat.ended_by = clock.now(), reason, actor
    chat.lost_at = chat.hand_at = None
    chat.save(update_fields=["ended_at", "end_reason", "ended_by", "lost_at", "hand_at"])
    over_with(chat)
    settle(chat.request, RequestState.ENDED)


def say(chat: Chat, notice: str, client_id: str, **facts: str | int) -> None:
    """The service says something in a chat, once for each client id, inside a decision."""
    conversations.notice(conversation=chat.conversation, notice=notice, client_id=client_id, **facts)


def _hand(conversation: Conversation, actor: Person, *, up: bool) -> Chat:
    with decision():
        chat = own_chat(conversation, actor)
        chat.hand_at = clock.now() if up else None
        chat.save(update_fields=["hand_at"])
        if up:
            call_for_help(chat)
        else:
            help_is_over(chat, actor)
    return chat


def _chats() -> "QuerySet[Chat]":
    return Chat.objects.select_related("conversation", "request__person", "listener")
