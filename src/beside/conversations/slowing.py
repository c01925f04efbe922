"""Somebody who floods a chat is let in one message at a time for a while: judged by the writer, under lock.

A seat that is not slowed costs nothing here: its voice is looked up with every word anyway, and says so. What
has to wait is refused like any other words, so that a page puts them back into their box and nothing is lost.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import Draft, Fresh, Written
from beside.conversations.models import Conversation, Entry, EntryKind, Seat
from beside.foundation import clock
from beside.foundation.errors import TooMany
from beside.triage.assessment import UNREAD

EVERY = timedelta(seconds=20)
"""At most one message in so long."""

LASTS = timedelta(minutes=10)

_WORDS = frozenset({EntryKind.SAID, EntryKind.EDITED})
_WAIT = _(
    "Your words are still in the box, and nothing is lost. For now one message goes every 20 seconds: "
    "send this one in a moment. If you are in danger, write that: it goes at once."
)


def refusal(draft: Draft, key: bytes, fresh: Sequence[Fresh]) -> TooMany | None:
    """Why words from a slowed seat have to wait, or None when they go now. Inside the writer's transaction.

    `fresh`: what is written in this batch already. Words in which danger is read never wait, nor does taking
    words back.
    """
    now = clock.now()
    if draft.kind not in _WORDS or _tells_of_danger(draft) or _is_over(draft, now):
        return None
    last = _said_last(draft, key, fresh)
    left = EVERY - (now - last) if last is not None else timedelta(0)
    return TooMany(_WAIT, retry_after=left.total_seconds()) if left > timedelta(0) else None


def _tells_of_danger(draft: Draft) -> bool:
    """Also words soon after words of danger. Only not being able to read them is no danger by itself."""
    danger: dict[str, Any] = draft.payload.get("danger") or {}
    return bool(danger) and tuple(danger["signals"]) != (UNREAD,)


def _is_over(draft: Draft, now: datetime) -> bool:
    return not Seat.objects.filter(pk__in=[draft.seat_id], slow_until__gt=now).exists()


def _said_last(draft: Draft, key: bytes, fresh: Sequence[Fresh]) -> datetime | None:
    """When the same seat said something last. The clear columns hold the day alone: the entry is opened."""
    here = (draft.conversation_id, draft.author)
    for written, payload in reversed(fresh):
        if (written.conversation_id, written.author) == here and written.kind in _WORDS:
            return _at(payload)
    words = Entry.objects.filter(conversation=draft.conversation_id, author=draft.author, kind__in=_WORDS)
    entry = words.order_by("-position").first()
    return _at(Written.of(entry, draft.key_id).opened(key)) if entry is not None else None


def _at(payload: dict[str, object]) -> datetime:
    return datetime.fromisoformat(str(payload["at"]))


def forget(conversation: Conversation) -> None:
    """Nobody is slowed in a chat that is over. In the caller's transaction, which holds the conversation."""
    Seat.objects.filter(conversation=conversation, slow_until__isnull=False).update(slow_until=None)
