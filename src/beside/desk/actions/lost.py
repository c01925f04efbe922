"""What happens to a chat by itself: somebody's connection goes, somebody leaves, the time runs."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from beside.conversations.models import Conversation
from beside.desk.actions.chats import finish, running_chat, say
from beside.desk.actions.floor import decision
from beside.desk.actions.hand_over_steps import over_with
from beside.desk.actions.line import settle
from beside.desk.actions.offers import withdraw_offers
from beside.desk.models import Chat, EndReason, Request, RequestState
from beside.desk.models.line import IN_LINE, LIVE
from beside.desk.queries.hand_overs import is_colleague_asked
from beside.desk.queries.line import LOOKS_ON_FOR
from beside.foundation import clock
from beside.journal import audit, keys

TEN, FIVE = timedelta(minutes=10), timedelta(minutes=5)


def conversation_closed(*, conversation_id: UUID, reason: str) -> None:
    """A conversation was ended elsewhere, by the seeker or by erasing: the desk follows. Idempotent."""
    with decision():
        request = Request.objects.filter(conversation_id=conversation_id, state__in=LIVE).first()
        chat = (
            Chat.objects.select_related("request")
            .filter(conversation_id=conversation_id, ended_at=None)
            .first()
        )
        if chat is not None:
            finish(chat, reason if reason in EndReason.values else EndReason.LEFT, None)
        elif request is not None:
            settle(request, RequestState.LEFT)


def seeker_left(*, person_id: UUID) -> None:
    """Someone pressed "Leave now": who listens is told; in line the place is kept, others are asked first."""
    now = clock.now()
    with decision():
        talking = Chat.objects.filter(request__person_id=person_id, ended_at=None, left_at=None)
        talking.update(left_at=now)
        Request.objects.filter(person_id=person_id, state__in=IN_LINE).update(seen_at=now - LOOKS_ON_FOR)


def seeker_back(*, person_id: UUID) -> None:
    """The person is here again."""
    with decision():
        Chat.objects.filter(request__person_id=person_id, ended_at=None).update(left_at=None)


def listener_lost(*, person_id: UUID) -> int:
    """A listener's connection has gone: say so in each of their chats. Returns in how many."""
    return sum(_lose(chat) for chat in _of(person_id).filter(lost_at=None))


def listener_back(*, person_id: UUID) -> int:
    """The listener is here again: nobody else is asked any more. Returns in how many chats."""
    return sum(_find(chat) for chat in _of(person_id).exclude(lost_at=None))


def listener_gone(*, conversation: Conversation) -> Chat:
    """Two minutes without the listener: someone else is asked, from the front of the line."""
    keys.get(conversation.key_id)
    with decision():
        chat = running_chat(conversation)
        alone = chat.lost_at is not None and chat.request.state == RequestState.MATCHED
        if alone and not is_colleague_asked(chat):  # who is asked already may say yes any moment
            _ask_someone_else(chat)
    return chat


def tell_the_time(*, conversation: Conversation) -> None:
    """Say that ten, then five, minutes are left; each once."""
    keys.get(conversation.key_id)
    with decision():
        chat = running_chat(conversation)
        left = chat.ends_at - clock.now()
        due = 2 if left <= FIVE else 1 if left <= TEN else 0
        if due > chat.told:
            chat.told = due
            chat.save(update_fields=["told"])
            key = f"time-{chat.extensions}-{due}"
            say(chat, "chat.five" if due == 2 else "chat.ten", key)


def _of(person_id: UUID) -> "QuerySet[Chat]":
    return Chat.objects.select_related("conversation").filter(listener_id=person_id, ended_at=None)


def _lose(seen: Chat) -> int:
    keys.get(seen.conversation.key_id)
    with decision():
        chat = running_chat(seen.conversation)
        if chat.lost_at is not None:
            return 0
        chat.lost_at = clock.now()
        chat.save(update_fields=["lost_at"])
        say(chat, "chat.lost", f"lost-{_stamp(chat)}", who=chat.listener.name)
    return 1


def _find(seen: Chat) -> int:
    keys.get(seen.conversation.key_id)
    with decision():
        chat = running_chat(seen.conversation)
        if chat.lost_at is None:
            return 0
        if chat.request.is_waiting:
            _nobody_else(chat.request)
        stamp, chat.lost_at = _stamp(chat), None
        chat.save(update_fields=["lost_at"])
        say(chat, "chat.found", f"found-{stamp}", who=chat.listener.name)
    return 1


def _nobody_else(request: Request) -> None:
    withdraw_offers(request)
    request.state, request.front = RequestState.MATCHED, False
    request.save(update_fields=["state", "front"])


def _ask_someone_else(chat: Chat) -> None:
    chat.request.state, chat.request.front = RequestState.WAITING, True
    chat.request.save(update_fields=["state", "front"])
    withdraw_offers(chat.request)
    over_with(chat)
    audit.record(actor=None, act="chat.listener-lost", about=str(chat.conversation_id))
    say(chat, "chat.asking", f"asking-{_stamp(chat)}", who=chat.listener.name)


def _stamp(chat: Chat) -> str:
    return f"{chat.lost_at:%Y%m%d%H%M%S%f}"
