"""When a line answers: "always", "daily 09:00-23:00", "mon-sat 14:00-20:00", or "" for not known."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORM = re.compile(r"(daily|[a-z]{3}(?:-[a-z]{3})?) (\d\d:\d\d)-(\d\d:\d\d)")
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays (0 is Monday) and the times between which a line answers, in the country's zone.

    An end not after the start lies on the next day; 24:00 is midnight. `known` is False when nobody told us.
    """

    days: tuple[int, ...] = ()
    opens: time = _MIDNIGHT
    closes: time = _MIDNIGHT
    known: bool = True

    @property
    def always(self) -> bool:
        """Day and night, every day."""
        return self.known and len(self.days) == 7 and self.opens == self.closes

    def holds(self, at: datetime) -> bool:
        """Whether the line answers at a moment (already in the country's zone). Unknown hours never do."""
        if not self.known:
            return False
        clock, today = at.time(), at.weekday()
        yesterday = (at - timedelta(days=1)).weekday()
        if self.opens < self.closes:
            return today in self.days and self.opens <= clock < self.closes
        begun = today in self.days and clock >= self.opens
        return begun or (yesterday in self.days and clock < self.closes)


UNKNOWN = Hours(known=False)
ALWAYS = Hours(days=tuple(range(7)))


def parsed(text: str) -> Hours:
    """Hours as written in the data file. Raises ValueError for anything else."""
    if text in ("", "always"):
        return ALWAYS if text else UNKNOWN
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"hours {text!r}: not always, not like 'mon-sat 14:00-20:00', not empty")
    return Hours(_weekdays(found[1]), _clock(found[2]), _clock(found[3]))


def _weekdays(text: str) -> tuple[int, ...]:
    if text == "daily":
        return tuple(range(7))
    first, _, last = text.partition("-")
    return tuple(range(_DAYS.index(first), _DAYS.index(last or first) + 1))


def _clock(text: str) -> time:
    return _MIDNIGHT if text == "24:00" else time.fromisoformat(text)
