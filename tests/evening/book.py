"""What the evening has to show: every state of a chat, and every edge case; and the steps that show them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

STATES = (
    "open?",
    "deflected",
    "consent",
    "survey",
    "queued",
    "crisis lane",
    "abandoned: left the line",
    "abandoned: nobody came in time",
    "offered",
    "offer declined",
    "offer expired",
    "offer lost with the helper",
    "active",
    "reconnecting",
    "held: a supervisor comes in, and the seeker is told",
    "transferring, cold",
    "transferring, warm",
    "escalated",
    "closing",
    "ended by the seeker",
    "ended by the helper",
    "ended by the limit",
    "ended by inactivity",
    "ended with a lost line",
    "survey after",
    "wrap-up",
    "cool-down",
    "ready",
    "follow-up",
    "archived",
    "purged",
)
"""The states of a chat, each exclusive. Rescue and the safety plan come with the safety of the house."""

EDGES = (
    "both disconnect",
    "helper closes laptop",
    "seeker opens second tab",
    "duplicate submit",
    "clock change in reminders",
    "queue with zero staff",
    "block during queue",
    "transfer declined",
    "survey after purge",
    "language with no staff",
    "bot outage",
    "disk full",
)


@dataclass(frozen=True)
class Step:
    """One step of the story, and what it shows once it has ended well."""

    act: Callable[[Any], None]
    shows: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the step is called."""
        return self.act.__name__


class Chapter(list[Step]):
    """Steps in their order."""

    def shows(self, *what: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
        """The function is the next step, and shows these."""
        unknown = set(what) - {*STATES, *EDGES}
        assert not unknown, unknown

        def told(act: Callable[[Any], None]) -> Callable[[Any], None]:
            self.append(Step(act, what))
            return act

        return told


def table(story: list[Step], seen: set[str]) -> str:
    """Every state and edge case, and the steps that have shown it; nothing beside what was not visited."""
    rows = []
    for what in (*STATES, *EDGES):
        steps = [step.name.replace("_", " ") for step in story if what in step.shows and step.name in seen]
        rows.append(f"{what:<52} {', '.join(steps)}".rstrip())
    return "\n".join(rows)


def missing(story: list[Step], seen: set[str]) -> list[str]:
    """States and edge cases that no step has shown."""
    shown = {what for step in story if step.name in seen for what in step.shows}
    return [what for what in (*STATES, *EDGES) if what not in shown]
