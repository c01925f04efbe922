"""What was read in the last lines of a conversation, in memory only: context for danger, without words."""

import threading
from collections import OrderedDict, deque
from uuid import UUID

from beside.triage import Reason

Reasons = tuple[Reason, ...]

_LINES = 6
_CONVERSATIONS = 2000
_guard = threading.Lock()
_read: OrderedDict[UUID, deque[Reasons]] = OrderedDict()


def before(conversation_id: UUID) -> tuple[Reasons, ...]:
    """What was found in the lines before, oldest first."""
    with _guard:
        return tuple(_read.get(conversation_id, ()))


def remember(conversation_id: UUID, reasons: Reasons) -> None:
    """Add what was found in one more line."""
    with _guard:
        _read.setdefault(conversation_id, deque(maxlen=_LINES)).append(reasons)
        _read.move_to_end(conversation_id)
        while len(_read) > _CONVERSATIONS:
            _read.popitem(last=False)


def forget(conversation_id: UUID) -> None:
    """Drop a conversation's window."""
    with _guard:
        _read.pop(conversation_id, None)
