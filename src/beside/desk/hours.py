"""Weekly hours in a time zone, and days that are not as the week says: open now, until when, opening when.

Pure; clock changes keep local times.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SOON, _FAR = 11, 75
"""How many days are looked at: the week to come, and beyond it when a holiday fills all of that."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on a weekday (0 is Monday) at a local time, for so many minutes (to 1440)."""

    weekday: int
    opens: time
    minutes: int


@dataclass(frozen=True, slots=True)
class Special:
    """Days from `first` to `last`, every year if `yearly`: closed without `opens`, else for so many minutes.

    They stand in for the openings that begin on these days; a night that began the day before goes on.
    """

    first: date
    last: date
    yearly: bool = False
    opens: time | None = None
    minutes: int = 0

    def covers(self, day: date) -> bool:
        """Whether a day is one of them. Every year's days may go over the turn of the year."""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, here = (_in_year(one) for one in (self.first, self.last, day))
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class Door:
    """Whether the door is open, when it closes and when it opens next (aware, UTC; None when never).

    `again_at`: when it opens again after the closing that comes, for an open door. `special`: today is not as
    the week says.
    """

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    again_at: datetime | None = None
    special: bool = False


def door(
    openings: Sequence[Opening], zone: ZoneInfo, now: datetime, specials: Sequence[Special] = ()
) -> Door:
    """The door at a moment."""
    spans = _to_come(openings, zone, now, specials, _SOON)
    if specials and not spans:
        spans = _to_come(openings, zone, now, specials, _FAR)
    today = now.astimezone(zone).date()
    special = any(one.covers(today) for one in specials)
    if not spans:
        return Door(False, special=special)
    begins, ends = spans[0]
    if now < begins:
        return Door(False, opens_at=begins, special=special)
    if ends - now > timedelta(days=7):
        return Door(True, special=special)
    again = spans[1][0] if len(spans) > 1 else None
    return Door(True, closes_at=ends, again_at=again, special=special)


def open_spans(
    openings: Sequence[Opening],
    zone: ZoneInfo,
    begins: datetime,
    days: int,
    specials: Sequence[Special] = (),
) -> list[tuple[datetime, datetime]]:
    """From when to when the door is open by the week and its days, from the day before a moment on (UTC)."""
    return _merged(_spans(openings, zone, begins, specials, days + 2))


def _to_come(
    openings: Sequence[Opening], zone: ZoneInfo, now: datetime, specials: Sequence[Special], days: int
) -> list[tuple[datetime, datetime]]:
    return [span for span in _merged(_spans(openings, zone, now, specials, days)) if now < span[1]]


def _spans(
    openings: Sequence[Opening], zone: ZoneInfo, now: datetime, specials: Sequence[Special], days: int
) -> Iterable[tuple[datetime, datetime]]:
    """Every opening from yesterday on, in UTC; the wall clock is what is kept."""
    first = now.astimezone(zone).date() - _DAY
    for ahead in range(days):
        day = first + ahead * _DAY
        for opens, minutes in _on(day, openings, specials):
            begins = datetime.combine(day, opens)
            yield _in_utc(begins, zone), _in_utc(begins + timedelta(minutes=minutes), zone)


def _on(day: date, openings: Sequence[Opening], specials: Sequence[Special]) -> Iterator[tuple[time, int]]:
    """The openings of one day. Of several special days over it the first one counts."""
    special = next((one for one in specials if one.covers(day)), None)
    if special is None:
        yield from ((one.opens, one.minutes) for one in openings if one.weekday == day.weekday())
    elif special.opens is not None:
        yield special.opens, special.minutes


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    whole: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(ends, whole[-1][1]))
        else:
            whole.append((begins, ends))
    return whole


def _in_year(day: date) -> tuple[int, int]:
    return day.month, day.day


def _in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
