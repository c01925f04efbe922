"""The one writer of this process. All that has queued since the last commit goes in one transaction."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import Draft, Promise, Written
from beside.foundation import faults, figures
from beside.foundation.errors import DomainError, Unavailable
from beside.foundation.sqlite.base import DatabaseWrapper
from beside.foundation.sqlite.wal import Folding

Commit = Callable[[Sequence[Draft]], "list[Written | DomainError | None]"]
Waiting = tuple[Draft, Promise, float]
"""With the moment of its queueing, for the few that are measured."""

_BATCH = 128
"""At most so many in one commit: more gain next to nothing."""

_FEW = 40
"""At most so many while others write too: a view that writes waits for one commit of ours."""

_LATELY = 1.0
"""Seconds for which others are thought of after they had to wait."""

_GIVE_WAY = 0.0005
"""Seconds after which a busy thread gives the interpreter to one that waits (Python's own: 0.005).

A view that writes asks for it back after each statement, and waited that long each time.
"""

_MOST_WAITING = 20_000
_PAUSE = 0.002
_QUIET = 1.0
_OURS = _("That’s our fault, not yours. Your words are still in the box. Try again, or call.")
_UNSURE = _("We cannot tell whether that was kept. Send it again: it is kept only once.")
_log = logging.getLogger("beside.writer")
_queue: SimpleQueue[Waiting | None] = SimpleQueue()
_guard = threading.Lock()
_thread: threading.Thread | None = None


def enqueue(draft: Draft, promised: Promise, commit: Commit) -> None:
    """Queue a draft; the writer starts at the first one. Whoever waits cannot call it back.

    Raises Unavailable when a disk that has stalled has made too many wait.
    """
    if _queue.qsize() >= _MOST_WAITING:
        raise Unavailable(_OURS)
    if _thread is None or not _thread.is_alive():
        start(commit)
    _queue.put((draft, promised, figures.sampled()))


def start(commit: Commit) -> None:
    """Begin to write, unless it has begun. It also keeps SQLite's log small while nothing is said."""
    global _thread
    if _thread is not None and _thread.is_alive():
        return
    with _guard:
        if _thread is None or not _thread.is_alive():
            sys.setswitchinterval(_GIVE_WAY)
            _thread = threading.Thread(target=_run, args=(commit,), name="ledger", daemon=True)
            _thread.start()


def stop(timeout: float = 5.0) -> None:
    """Commit what is queued, then end the writer. Waits at most `timeout` seconds."""
    global _thread
    with _guard:
        if _thread is not None:
            _queue.put(None)
            _thread.join(timeout)
            _thread = None


def _run(commit: Commit) -> None:
    waiting: list[Waiting] = []
    folding = Folding()
    open_for_more = True
    while open_for_more or waiting:
        open_for_more = _gather(waiting) and open_for_more
        if waiting:
            count, waiting = len(waiting), _settle(waiting, commit)
            _looked_after(lambda: folding.after(count, not _queue.empty()))  # noqa: B023
        elif open_for_more:
            _looked_after(folding.when_quiet)
    connections.close_all()


def _gather(waiting: list[Waiting]) -> bool:
    """Add whatever has queued. False when asked to stop. Blocks only when there is nothing to do."""
    try:
        if waiting:  # another process has the locks of these: let some more come meanwhile
            time.sleep(_PAUSE)
        item = _queue.get(timeout=_PAUSE if waiting else _QUIET)
        most = _FEW if _others_wait() else _BATCH
        while item is not None:
            waiting.append(item)
            if len(waiting) >= most:
                return True
            item = _queue.get_nowait()
    except Empty:
        return True
    return False


def _others_wait() -> bool:
    database = connections[DEFAULT_DB_ALIAS]
    return isinstance(database, DatabaseWrapper) and database.others_wait(_LATELY)


def _settle(waiting: list[Waiting], commit: Commit) -> list[Waiting]:
    """Commit a batch. Returns what must be asked again."""
    try:
        with figures.commit(len(waiting)):
            outcomes = commit([draft for draft, _promised, _at in waiting])
    except Exception as failure:
        return _recover(waiting, failure, commit)
    return [item for item, outcome in zip(waiting, outcomes, strict=True) if not _fulfil(item, outcome)]


def _recover(waiting: list[Waiting], failure: Exception, commit: Commit) -> list[Waiting]:
    """Nothing is told as written. One draft that cannot be written is found by going one by one."""
    if faults.is_of_the_disk(failure):
        faults.end_process("a commit", failure)
    if isinstance(failure, OperationalError | InterfaceError):
        connections.close_all()
    elif len(waiting) > 1:
        return [left for one in waiting for left in _settle([one], commit)]
    _log.error("entries could not be written: %s", type(failure).__name__)
    sentence = _UNSURE if faults.is_unknown(failure) else _OURS
    refusal = failure if isinstance(failure, DomainError) else Unavailable(sentence)
    for _draft, promised, _at in waiting:
        promised.set_exception(refusal)
    return []


def _fulfil(waiting: Waiting, outcome: Written | DomainError | None) -> bool:
    if outcome is None:
        return False
    _draft, promised, queued_at = waiting
    if isinstance(outcome, DomainError):
        promised.set_exception(outcome)
    else:
        promised.set_result(outcome)
    figures.acknowledged(queued_at)
    return True


def _looked_after(work: Callable[[], None]) -> None:
    """Keep the log small. What keeps that from working now is tried again later."""
    try:
        work()
    except Exception as failure:
        connections.close_all()
        _log.warning("the write-ahead log was not folded: %s", type(failure).__name__)
