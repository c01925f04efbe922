"""A flood at the door is paced and never refused: whoever comes in a rush waits a moment, with the numbers.

No address is kept, so nobody is told from anybody else; a bound on all of them together keeps the line from
being filled with places nobody wants. Those who say that they are not safe are counted apart, so that a rush
of others never holds them up.
"""

from django.utils.translation import gettext_lazy as _

from beside.desk.models import Answer
from beside.foundation.errors import TooMany
from beside.foundation.limits import Limit

A_MINUTE, AT_ONCE = 60, 60
"""New places in line, in each process: far beyond the busiest night, far below what a script can do."""

REPORTS_A_MINUTE = 10

_coming = Limit(rate=A_MINUTE / 60, burst=AT_ONCE)
_told = Limit(rate=REPORTS_A_MINUTE / 60, burst=REPORTS_A_MINUTE)


def wait(safe: str) -> float:
    """Count one more at the door; the seconds they have to wait, 0 to come in. Counts nobody who waits."""
    return _coming.wait("in danger" if safe == Answer.NO else "everyone else")


def report() -> None:
    """Count one more report. Raises TooMany: the words stay in their box."""
    seconds = _told.wait("reports")
    if seconds > 0:
        raise TooMany(_("Many people write to us at the moment. Try again in a minute."), retry_after=seconds)


def forget_all() -> None:
    """Start afresh (tests)."""
    global _coming, _told
    _coming = Limit(rate=A_MINUTE / 60, burst=AT_ONCE)
    _told = Limit(rate=REPORTS_A_MINUTE / 60, burst=REPORTS_A_MINUTE)
