"""A flood at the door is paced and never refused: whoever comes in a rush waits a moment, with the numbers.

No address is kept, so nobody is told from anybody else; a bound on all of them together keeps the line from
being filled with places nobody wants. Those who say that they are not safe are counted apart, so that a rush
of others never holds them up.
"""

from beside.desk.models import Answer
from beside.foundation.limits import Limit

A_MINUTE, AT_ONCE = 60, 60
"""New places in line, in each process: far beyond the busiest night, far below what a script can do."""

_coming = Limit(rate=A_MINUTE / 60, burst=AT_ONCE)


def wait(safe: str) -> float:
    """Count one more at the door; the seconds they have to wait, 0 to come in. Counts nobody who waits."""
    return _coming.wait("in danger" if safe == Answer.NO else "everyone else")


def forget_all() -> None:
    """Start afresh (tests)."""
    global _coming
    _coming = Limit(rate=A_MINUTE / 60, burst=AT_ONCE)
