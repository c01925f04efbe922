"""Turns on the wall clock: when one begins and ends, when somebody is there without a gap, how few at least.

Pure. Moments are aware; a local time keeps its face when the clocks change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

A_CHANGE = timedelta(minutes=15)
"""A gap no longer than this is one turn following another."""

_QUARTER = timedelta(minutes=15)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who is there, or said so, from one moment to another; the languages they speak."""

    person: UUID
    begins: datetime
    ends: datetime
    languages: frozenset[str] = frozenset()


def on_day(day: date, begins: time, minutes: int, zone: ZoneInfo) -> Span | None:
    """A turn that begins on a local day, in UTC. None where the clocks leave nothing of it.

    An hour that does not exist is taken an hour later, one that comes twice the first time.
    """
    local = datetime.combine(day, begins)
    first, last = _in_utc(local, zone), _in_utc(local + timedelta(minutes=minutes), zone)
    return (first, last) if first < last else None


def day_of(day: date, zone: ZoneInfo) -> Span:
    """A local day in UTC: 23, 24 or 25 hours."""
    return _in_utc(datetime.combine(day, time()), zone), _in_utc(
        datetime.combine(day + timedelta(days=1), time()), zone
    )


def merged(spans: Iterable[Span], gap: timedelta = timedelta(0)) -> list[Span]:
    """The same hours without overlaps; what is no further apart than `gap` is one."""
    whole: list[Span] = []
    for begins, ends in sorted(spans):
        if whole and begins <= whole[-1][1] + gap:
            whole[-1] = (whole[-1][0], max(ends, whole[-1][1]))
        else:
            whole.append((begins, ends))
    return whole


def until(turns: Sequence[Turn], now: datetime) -> datetime | None:
    """Until when somebody is there without a gap, from now on. None when nobody is there now."""
    spans = merged(((one.begins, one.ends) for one in turns), A_CHANGE)
    return next((ends for begins, ends in spans if begins <= now < ends), None)


def again(turns: Sequence[Turn], after: datetime) -> datetime | None:
    """When the next turn begins that is after a moment. None when none is known."""
    return min((one.begins for one in turns if one.begins > after), default=None)


def quarters(begins: datetime, ends: datetime) -> list[datetime]:
    """A moment for each quarter of an hour."""
    count = max(0, -((begins - ends) // _QUARTER))
    return [begins + at * _QUARTER for at in range(count)]


def there(turns: Sequence[Turn], at: datetime, language: str = "") -> int:
    """How many people are there at a moment, in one language if it is named."""
    found = (one for one in turns if one.begins <= at < one.ends)
    return len({one.person for one in found if not language or language in one.languages})


def _in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
