"""The one clock. Asked, never read: tests and the simulator move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

_shift = timedelta(0)
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _shift


def today() -> date:
    """The present day in UTC: what the clear columns hold instead of exact times."""
    return now().date()


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Run with the clock moved by so much; it goes on ticking."""
    global _shift
    before = _shift
    _shift = before + by
    try:
        yield
    finally:
        _shift = before


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Run with the clock standing still at a moment (aware)."""
    global _frozen
    before = _frozen
    _frozen = at
    try:
        yield
    finally:
        _frozen = before
