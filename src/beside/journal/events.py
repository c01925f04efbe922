"""What happened below is told above: one durable job per follower, written with the cause.

A verb announces in its own transaction; `project/wiring.py` says who follows. Nothing is told twice and
nothing is forgotten: the jobs commit or vanish together with what they are about.
"""

import re
from collections import defaultdict
from typing import Any

from django_tasks.base import Task

from beside.journal import queue

_FACT = re.compile(r"[\w.,:;@+/=-]{0,200}")
_followers: defaultdict[str, dict[str, Task[..., Any]]] = defaultdict(dict)


def follow(event: str, task: Task[..., Any]) -> None:
    """From now on, `task` runs with an event's facts as keyword arguments. Following twice is once."""
    _followers[event][task.module_path] = task


def unfollow(event: str, task: Task[..., Any]) -> None:
    """Undo `follow` (tests)."""
    _followers[event].pop(task.module_path, None)


def followers(event: str) -> list[Task[..., Any]]:
    """Who follows an event in this process."""
    return list(_followers[event].values())


def announce(event: str, *, key: str, **facts: str | int) -> None:
    """Tell every follower, in the caller's transaction. `key` names this occurrence: repeating it is silent.

    Facts are ids, levels and short codes. Raises ValueError for a fact that looks like words.
    """
    for name, fact in facts.items():
        if isinstance(fact, str) and not _FACT.fullmatch(fact):
            raise ValueError(f"The fact {name!r} of {event!r} is not an id, a level or a code.")
    jobs = [queue.drafted(task, f"{event}:{key}:{path}", facts) for path, task in _followers[event].items()]
    if jobs:
        queue.insert(jobs)
