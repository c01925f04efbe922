"""Weekly hours in a time zone: open now, until when, opening when. Pure; clock changes keep local times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on a weekday (0 is Monday) at a local time, for so many minutes (to 1440)."""

    weekday: int
    opens: time
    minutes: int


@dataclass(frozen=True, slots=True)
class Door:
    """Whether the door is open, when it closes and when it opens next (aware, UTC; None when never)."""

    is_open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None


def door(openings: Sequence[Opening], zone: ZoneInfo, now: datetime) -> Door:
    """The door at a moment."""
    spans = _merged(_spans(openings, zone, now))
    for begins, ends in spans:
        if begins <= now < ends:
            always = ends - now > timedelta(days=7)
            return Door(True, closes_at=None if always else ends)
        if now < begins:
            return Door(False, opens_at=begins)
    return Door(False)


def _spans(openings: Sequence[Opening], zone: ZoneInfo, now: datetime) -> Iterable[tuple[datetime, datetime]]:
    """Every opening from yesterday to nine days on, in UTC; the wall clock is what is kept."""
    first = now.astimezone(zone).date() - timedelta(days=1)
    for ahead in range(11):
        day = first + timedelta(days=ahead)
        for opening in openings:
            if opening.weekday == day.weekday():
                begins = datetime.combine(day, opening.opens)
                ends = begins + timedelta(minutes=opening.minutes)
                yield _in_utc(begins, zone), _in_utc(ends, zone)


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    whole: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(ends, whole[-1][1]))
        else:
            whole.append((begins, ends))
    return whole


def _in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
