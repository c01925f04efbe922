"""What is kept, and until when: the worker's part. The lengths are in `keeping`, and pages say the same ones.

Each class is destroyed in bites of a hundred, each with its own commit: killed in the middle, the next turn
goes on. What is a day over its time turns the health page red.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import Error as DatabaseTrouble
from django_tasks import task

from beside.foundation import clock
from beside.foundation.errors import DomainError
from beside.operations import destroying, due, records
from beside.operations.keeping import classes as classes

EVERY = 15 * 60
"""Seconds between two looks."""

GRACE = timedelta(hours=24)
"""How far something may be over its time before it is called overdue."""

RECORD = "retention"
BITE = 100
_TURN_SECONDS = 120.0


@dataclass(frozen=True)
class Duty:
    """One class: what of it is due at a moment, and how a bite of it is destroyed. Both idempotent."""

    name: str
    due: Callable[[datetime], Any]
    destroy: Callable[[Sequence[Any]], None]


DUTIES = (
    Duty("chat_without_words", due.chats_without_words, destroying.chats),
    Duty("chat_with_words", due.chats_with_words, destroying.chats),
    Duty("waiting", due.answers, destroying.answers),
    Duty("visits", due.visits, destroying.marks),
    Duty("decisions", due.decisions, destroying.rows),
    Duty("sign_in_log", due.sign_in_log, destroying.rows),
    Duty("audit", due.audit_lines, destroying.rows),
    Duty("links", due.links, destroying.rows),
    Duty("sessions", due.sessions, destroying.rows),
    Duty("jobs", due.jobs, destroying.rows),
)
"""Others have their own: copies in `backups.schedule`, hidden chats in `erasing`, the rest in `fading`."""

LOOKED_AT = {"held": due.hidden, "desk_times": due.remains}
"""Classes that others destroy, and whose delay is seen here all the same."""


@task(queue_name="outward")
def sweep() -> None:
    """Destroy what is due, class by class. A class that cannot be destroyed keeps none of the others."""
    until = time.monotonic() + _TURN_SECONDS
    trouble: Exception | None = None
    done = 0
    for duty in DUTIES:
        try:
            done += _carry_out(duty, until)
        except (DatabaseTrouble, DomainError) as failure:
            trouble = failure
    records.keep(RECORD, good=trouble is None, destroyed=done)
    if trouble is not None:
        raise trouble


def overdue() -> dict[str, int]:
    """How many of each class are a day over their time."""
    then = clock.now() - GRACE
    asked = {duty.name: duty.due for duty in DUTIES} | LOOKED_AT
    return {name: ask(then).count() for name, ask in asked.items()}


def lengths() -> Iterable[tuple[str, timedelta]]:
    """Each class's name and length here."""
    return [(one.rule.name, one.length) for one in classes()]


def _carry_out(duty: Duty, until: float) -> int:
    """Bite by bite, until nothing is due or the turn is over. The same bite twice does not go."""
    done, before = 0, ()
    while time.monotonic() < until:
        bite = list(duty.due(clock.now())[:BITE])
        marks = tuple(row.pk for row in bite)
        if not bite or marks == before:
            break
        duty.destroy(bite)
        done, before = done + len(bite), marks
    return done
