"""Tasks that run every so often, as `project/wiring.py` lists them. No turn is run by two processes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task

from beside.foundation import clock
from beside.journal.models import PeriodicSlot


@dataclass(frozen=True)
class Rhythm:
    """What a slot runs, and how often."""

    task: Task[[], Any]
    every: timedelta


_rhythms: dict[str, Rhythm] = {}


def every(*, seconds: float, name: str) -> Callable[[Task[[], Any]], Task[[], Any]]:
    """Run a task without arguments every so many seconds, counted from the start of one turn to the next.

    The first turn is due at once. A turn that fails is not tried again: the next one comes anyway. A turn
    still running when the next is due delays it. `name` is for ever: the row is found by it.
    """

    def registered(task: Task[[], Any]) -> Task[[], Any]:
        known = _rhythms.get(name)
        if known is not None and known.task.module_path != task.module_path:
            raise ValueError(f"Two tasks want the slot {name!r}.")
        _rhythms[name] = Rhythm(task, timedelta(seconds=seconds))
        return task

    return registered


def rhythm(name: str) -> Rhythm:
    """What runs in a slot. Raises KeyError for a name nobody registered."""
    return _rhythms[name]


def names(queue: str) -> frozenset[str]:
    """The slots of one queue that this program knows."""
    return frozenset(name for name, known in _rhythms.items() if known.task.queue_name == queue)


def lay_out() -> None:
    """Make the missing rows. Idempotent; called when a worker starts."""
    now = clock.now()
    rows = [PeriodicSlot(name=name, due_at=now) for name in _rhythms]
    PeriodicSlot.objects.bulk_create(rows, ignore_conflicts=True)


def forget(name: str) -> None:
    """Take a slot out of this process (tests)."""
    _rhythms.pop(name, None)
