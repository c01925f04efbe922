"""How the house is: one check a subject, each with a sentence that says what would be right.

`check(name)(look)` registers one from the wiring; `report()` asks all. A check that cannot be asked is red.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import Error as DatabaseTrouble
from django.utils.translation import gettext as _

from beside.foundation.errors import DomainError

OK, WARN, RED = "ok", "warn", "red"
_WORST = (OK, WARN, RED)


@dataclass(frozen=True)
class Finding:
    """What a check saw: "ok", "warn" or "red", a sentence in the reader's language, perhaps a figure."""

    state: str
    sentence: Any
    figure: Any = ""


@dataclass(frozen=True)
class Line:
    """A finding under its name."""

    name: str
    finding: Finding


@dataclass(frozen=True)
class Report:
    """Everything that was asked, in the order it was registered."""

    lines: tuple[Line, ...] = field(default=())

    @property
    def state(self) -> str:
        """The worst of all."""
        return max((line.finding.state for line in self.lines), key=_WORST.index, default=OK)


Look = Callable[[], Finding]
_checks: dict[str, Look] = {}
_ready: set[str] = set()


def check(name: str, *, ready: bool = False) -> Callable[[Look], Look]:
    """Register a check; the same name again replaces it. `ready`: while red, nobody should be sent here."""

    def registered(look: Look) -> Look:
        _checks[name] = look
        if ready:
            _ready.add(name)
        return look

    return registered


def forget(name: str) -> None:
    """Take a check out (tests)."""
    _checks.pop(name, None)
    _ready.discard(name)


def report() -> Report:
    """Ask every check."""
    return Report(tuple(Line(name, _asked(look)) for name, look in _checks.items()))


def readiness() -> Report:
    """Ask only what decides whether people can be served here now."""
    return Report(tuple(Line(name, _asked(look)) for name, look in _checks.items() if name in _ready))


def _asked(look: Look) -> Finding:
    try:
        return look()
    except (DatabaseTrouble, DomainError, OSError) as trouble:
        return Finding(RED, _("This could not be looked at (%(kind)s).") % {"kind": type(trouble).__name__})
