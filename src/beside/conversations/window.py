"""A small window of what was said last, in memory only: context for danger, never decrypted history."""

import threading
from collections import OrderedDict, deque
from uuid import UUID

_LINES = 6
_CONVERSATIONS = 2000
_guard = threading.Lock()
_said: OrderedDict[UUID, deque[str]] = OrderedDict()


def remember(conversation_id: UUID, words: str) -> tuple[str, ...]:
    """Add words; returns the lines before them, oldest first."""
    with _guard:
        lines = _said.setdefault(conversation_id, deque(maxlen=_LINES))
        before = tuple(lines)
        lines.append(words)
        _said.move_to_end(conversation_id)
        while len(_said) > _CONVERSATIONS:
            _said.popitem(last=False)
    return before


def forget(conversation_id: UUID) -> None:
    """Drop a conversation's window."""
    with _guard:
        _said.pop(conversation_id, None)
