"""What past weeks say about a day to plan: how many come and when, how long chats take, how long people stay.

Two things are known of weeks long past: how many came in each hour of the day, and on each day (the hours of
single days have faded). So a weekday is taken to have the hours of all days, in its own number. Counts are
rounded up to tens before anything is worked out from them, so that a plan gives away no fewer than ten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from beside.desk.figures import FEWEST, Tally

Week = Mapping[tuple[str, str], Tally]
"""The counts of a week by ("hour", "23"), ("day", "2026-11-23"), ("all", "")."""

ENOUGH = 100
"""So many must have come before anything is planned from them."""

HOURS, DAYS = 24, 7
_HALF_A_STEP = 5.0
"""Lengths are kept in seconds rounded up to ten: so much too long on average."""

_PATIENCE = 25.0
_WEIGHT = 5
"""Minutes people stay at most, on average, and how many who gave up it takes to say otherwise."""


@dataclass(frozen=True, slots=True)
class Past:
    """`hours`: how many came in each hour of the day, all days together; `days`: on each weekday from Monday.

    Over so many `weeks`. `chat`: minutes a chat took on average; `patience`: after how many minutes people
    give up, on average.
    """

    weeks: int
    hours: tuple[int, ...]
    days: tuple[int, ...]
    chat: float
    patience: float

    def per_hour(self, weekday: int) -> tuple[float, ...]:
        """How many come in each hour of this weekday (0 is Monday)."""
        day = self.days[weekday] / self.weeks
        return tuple(day * count / sum(self.hours) for count in self.hours)


def past_of(weeks: Iterable[Week]) -> Past | None:
    """From the counts of some weeks. Weeks in which nobody came do not count. None when too few came."""
    known = [week for week in weeks if ("all", "") in week]
    whole = Tally()
    for week in known:
        whole.add(week["all", ""])
    if whole.counts["came"] < ENOUGH or not whole.chats:
        return None
    hours = _came(known, "hour", int)
    days = _came(known, "day", lambda key: date.fromisoformat(key).weekday())
    return Past(
        weeks=len(known),
        hours=tuple(_in_tens(hours[hour]) for hour in range(HOURS)),
        days=tuple(_in_tens(days[day]) for day in range(DAYS)),
        chat=_minutes(whole.chats) / whole.chats.total(),
        patience=_patience(whole),
    )


def _came(weeks: Iterable[Week], by: str, read: Callable[[str], int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for week in weeks:
        for (kind, key), tally in week.items():
            if kind == by:
                found[read(key)] += tally.counts["came"]
    return found


def _in_tens(count: int) -> int:
    return -(-count // FEWEST) * FEWEST


def _minutes(lengths: Counter[int]) -> float:
    """All of these together."""
    return sum((length - _HALF_A_STEP) * many for length, many in lengths.items()) / 60


def _patience(whole: Tally) -> float:
    """Time waited by all for each who gave up: the likeliest mean of a patience cut short."""
    waited = _minutes(whole.waits) + whole.counts["left_seconds"] / 60
    return (max(0.0, waited) + _WEIGHT * _PATIENCE) / (whole.counts["left"] + _WEIGHT)
