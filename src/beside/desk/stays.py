"""Waits that were and that last, as the board counts them. Pure: no tables, and the moment is handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stay:
    """One wait. `until`: when it ended, None while it lasts; `answered`: with somebody there.

    `target`: within how long somebody should have come.
    """

    since: datetime
    until: datetime | None
    answered: bool
    in_danger: bool
    target: timedelta

    def waited(self, at: datetime) -> timedelta | None:
        """How long they had waited at a moment, None when they were not in line."""
        if at < self.since or (self.until is not None and self.until <= at):
            return None
        return at - self.since

    @property
    def length(self) -> timedelta | None:
        """The whole wait, None while it lasts."""
        return None if self.until is None else self.until - self.since


def in_line(stays: Iterable[Stay], at: datetime) -> int:
    """How many were in line at a moment."""
    return sum(1 for stay in stays if stay.waited(at) is not None)


def longest(stays: Sequence[Stay], moments: Iterable[datetime]) -> list[float]:
    """How long whoever was longest in line had waited, in seconds, at each moment; 0 with nobody in line."""
    return [_longest(stays, at) for at in moments]


def in_time(stays: Iterable[Stay], now: datetime) -> tuple[int, int]:
    """(how many were answered within their target, of how many it can be said).

    It can be said of everybody who was answered, and of everybody whose target has passed without an answer,
    whether they gave up or still wait. Who left sooner counts on neither side.
    """
    good = all_ = 0
    for stay in stays:
        waited = (stay.until or now) - stay.since
        if stay.answered or waited > stay.target:
            all_ += 1
            good += stay.answered and waited <= stay.target
    return good, all_


def usual(stays: Iterable[Stay]) -> timedelta | None:
    """Half of those who were answered waited at most so long; None without any."""
    lengths = sorted(stay.length for stay in stays if stay.answered and stay.length is not None)
    return lengths[(len(lengths) - 1) // 2] if lengths else None


def _longest(stays: Iterable[Stay], at: datetime) -> float:
    waited = (stay.waited(at) for stay in stays)
    return max((one.total_seconds() for one in waited if one is not None), default=0.0)
