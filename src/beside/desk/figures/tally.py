"""One contact in figures, and many of them added up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

BY = ("all", "hour", "day", "service", "language", "urgency")

PARTS = ("answered", "left", "looked_in", "other")
"""What came of somebody who came: exactly one of these."""

LOOKED_IN = 30.0
"""Seconds: who leaves sooner looked in, and has not given up."""

_STEP = 10
"""Seconds to which a wait is rounded up in the store."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One who came. `waited` and `talked` in seconds, None when it did not come to that.

    `left`: gave up in line. `in_time`: answered within the target for their urgency. `risk`: what was noted
    of the question about suicide ("" when nothing was). `before` and `after`: distress from 0 to 10. `gaps`:
    how often each length of waiting for an answer came, in seconds rounded up.
    """

    day: date
    hour: int
    service: int
    language: str
    urgency: int
    waited: float | None = None
    talked: float | None = None
    left: bool = False
    answered: bool = False
    in_time: bool = False
    transfers: int = 0
    risk: str = ""
    before: int | None = None
    after: int | None = None
    asked_after: bool = False
    gaps: Mapping[int, int] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """Which of PARTS."""
        if self.answered:
            return "answered"
        if not self.left:
            return "other"
        return "looked_in" if (self.waited or 0.0) < LOOKED_IN else "left"

    def key(self, by: str) -> str:
        """Where it counts in a table by this."""
        return "" if by == "all" else self.day.isoformat() if by == "day" else str(getattr(self, by))


@dataclass(slots=True)
class Tally:
    """Counts, and how long waits, chats and gaps before an answer were: seconds rounded up, and how often."""

    counts: Counter[str] = field(default_factory=Counter)
    waits: Counter[int] = field(default_factory=Counter)
    chats: Counter[int] = field(default_factory=Counter)
    gaps: Counter[int] = field(default_factory=Counter)

    def count(self, one: Contact) -> None:
        """Add somebody."""
        self.counts.update(["came", one.part])
        if one.answered:
            self.waits[rounded_up(one.waited or 0.0)] += 1
            self.counts.update(in_time=int(one.in_time), transfers=one.transfers)
        if one.talked is not None:
            self.chats[rounded_up(one.talked)] += 1
        if one.gaps:
            self.gaps.update(one.gaps)
            self.counts["gap_chats"] += 1
        if one.part == "left":
            self.counts["left_seconds"] += rounded_up(one.waited or 0.0)
        if one.risk:
            self.counts.update(["risk_recorded", *(["risk_asked"] if one.risk == "asked" else [])])
        for name, value in (("before", one.before), ("after", one.after)):
            if value is not None:
                self.counts.update({f"{name}_answered": 1, f"{name}_sum": value})
        self.counts.update(before_asked=1, after_asked=int(one.asked_after))

    def add(self, other: "Tally") -> None:
        """Add up two."""
        self.counts.update(other.counts)
        self.waits.update(other.waits)
        self.chats.update(other.chats)
        self.gaps.update(other.gaps)

    def as_json(self) -> dict[str, Any]:
        """For the table."""
        lengths = {"waits": self.waits, "chats": self.chats, "gaps": self.gaps}
        return {
            "counts": dict(self.counts),
            **{name: {str(length): count for length, count in of.items()} for name, of in lengths.items()},
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Tally":
        """From the table."""
        named = ("waits", "chats", "gaps")
        lengths = ({int(at): n for at, n in kept.get(name, {}).items()} for name in named)
        return cls(Counter(kept.get("counts", {})), *map(Counter, lengths))


def tallies_of(contacts: Iterable[Contact]) -> dict[tuple[str, str], Tally]:
    """Every (by, key) that somebody counts in."""
    found: dict[tuple[str, str], Tally] = {}
    for one in contacts:
        for by in BY:
            found.setdefault((by, one.key(by)), Tally()).count(one)
    return found


def share_below(lengths: "Counter[int]", share: float) -> float | None:
    """The seconds within which this share lies, None without any."""
    wanted = share * lengths.total()
    for length in sorted(lengths):
        wanted -= lengths[length]
        if wanted <= 1e-9:
            return float(length)
    return None


def rounded_up(seconds: float) -> int:
    """To the step in which lengths are kept."""
    return int(-(-max(seconds, 0.0) // _STEP) * _STEP)
