"""The one writer of this process. All that has queued since the last commit goes in one transaction."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from django.db import DatabaseError, connections
from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import Draft, Written
from beside.foundation.errors import DomainError, Unavailable

Commit = Callable[[Sequence[Draft]], "list[Written | DomainError | None]"]
Waiting = tuple[Draft, "Future[Written]"]

_BATCH = 256
_PAUSE = 0.002
_OURS = _("That’s our fault, not yours. Your words are still in the box. Try again, or call.")
_log = logging.getLogger("beside.writer")
_queue: SimpleQueue[Waiting | None] = SimpleQueue()
_guard = threading.Lock()
_thread: threading.Thread | None = None


def enqueue(draft: Draft, commit: Commit) -> "Future[Written]":
    """Queue a draft; the writer starts at the first one."""
    promised: Future[Written] = Future()
    _started(commit)
    _queue.put((draft, promised))
    return promised


def stop(timeout: float = 5.0) -> None:
    """Commit what is queued, then end the writer. Waits at most `timeout` seconds."""
    global _thread
    with _guard:
        if _thread is not None:
            _queue.put(None)
            _thread.join(timeout)
            _thread = None


def _started(commit: Commit) -> None:
    global _thread
    if _thread is not None and _thread.is_alive():
        return
    with _guard:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, args=(commit,), name="ledger", daemon=True)
            _thread.start()


def _run(commit: Commit) -> None:
    waiting: list[Waiting] = []
    open_for_more = True
    while open_for_more or waiting:
        open_for_more = _gather(waiting) and open_for_more
        if waiting:
            waiting = _settle(waiting, commit)
    connections.close_all()


def _gather(waiting: list[Waiting]) -> bool:
    """Add whatever has queued. False when asked to stop. Blocks only when there is nothing to do."""
    try:
        item = _queue.get(timeout=_PAUSE if waiting else None)
        while item is not None and len(waiting) < _BATCH:
            waiting.append(item)
            item = _queue.get_nowait()
        if item is not None:
            waiting.append(item)
            return True
    except Empty:
        return True
    return False


def _settle(waiting: list[Waiting], commit: Commit) -> list[Waiting]:
    """Commit a batch; alone one by one when together fails. Returns what must be asked again."""
    try:
        outcomes = commit([draft for draft, _promised in waiting])
    except Exception as failure:
        if len(waiting) > 1:
            return [left for one in waiting for left in _settle([one], commit)]
        _fail(waiting[0], failure)
        return []
    return [item for item, outcome in zip(waiting, outcomes, strict=True) if not _fulfil(item, outcome)]


def _fulfil(item: Waiting, outcome: Written | DomainError | None) -> bool:
    _draft, promised = item
    if outcome is None:
        return False
    if isinstance(outcome, DomainError):
        promised.set_exception(outcome)
    else:
        promised.set_result(outcome)
    return True


def _fail(item: Waiting, failure: Exception) -> None:
    """Nothing was written. The client keeps the words and tries again."""
    if isinstance(failure, DatabaseError):
        connections.close_all()
    _log.error("an entry could not be written: %s", type(failure).__name__)
    refusal = failure if isinstance(failure, DomainError) else Unavailable(_OURS)
    item[1].set_exception(refusal)
