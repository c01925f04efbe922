"""Beside, broken on purpose: each breakage is what one negative control must find. Only for `proofs.serving`.

A breakage changes the product in this process before it serves. It must find what it changes, or the start
fails: a control that breaks nothing any more would be seen. Settings are broken in `proofs.early`.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any
from uuid import UUID

from beside.conversations import ledger
from beside.conversations.drafts import Draft, Written
from beside.conversations.models import Conversation

_SLOW_DISK = 0.05


def breaks(names: Sequence[str]) -> None:
    """Make these breakages."""
    for name in names:
        _BREAKAGES[name]()


def _ack_before_commit() -> None:
    """The answer leaves while the entry waits for a slow disk."""
    right_submit, right_commit = ledger.submit, ledger.commit
    heads: defaultdict[UUID, int] = defaultdict(int)
    guard = threading.Lock()

    def submit(draft: Draft) -> "Future[Written]":
        right_submit(draft)
        with guard:
            heads[draft.conversation_id] = 1 + (
                heads[draft.conversation_id] or Conversation.objects.get(pk=draft.conversation_id).head
            )
            return _promised(draft, heads[draft.conversation_id])

    def commit(drafts: Sequence[Draft]) -> Any:
        time.sleep(_SLOW_DISK)
        return right_commit(drafts)

    ledger.submit, ledger.commit = submit, commit


def _errors_swallowed() -> None:
    """Whatever goes wrong on the way to the disk, people are told that it is there."""
    right = ledger.commit

    def commit(drafts: Sequence[Draft]) -> Any:
        try:
            return right(drafts)
        except Exception:
            return [_written(draft, 1) for draft in drafts]

    ledger.commit = commit


def _promised(draft: Draft, position: int) -> "Future[Written]":
    promised: Future[Written] = Future()
    promised.set_result(_written(draft, position))
    return promised


def _written(draft: Draft, position: int) -> Written:
    return Written(
        conversation_id=draft.conversation_id,
        position=position,
        kind=draft.kind,
        author=draft.author,
        client_id=draft.client_id,
        key_id=draft.key_id,
        sealed=b"",
        fresh=False,
    )


_BREAKAGES: dict[str, Callable[[], None]] = {
    "ack-before-commit": _ack_before_commit,
    "errors-swallowed": _errors_swallowed,
}
