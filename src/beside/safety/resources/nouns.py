"""Who answers, where and how: nouns of the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from beside.safety.resources.hours import Hours

CALL, TEXT, WHATSAPP, CHAT, SITE = "call", "text", "whatsapp", "chat", "site"
SILENT = (TEXT, WHATSAPP, CHAT)
"""Ways that need no voice."""

SHOWN = ("high", "medium")
"""Confidence that is shown (product: low rows are not)."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach a line. `then` is pressed after the call is answered, `send` is what to text."""

    kind: str
    hours: Hours
    number: str = ""
    then: str = ""
    send: str = ""
    url: str = ""

    @property
    def href(self) -> str:
        """The address behind the button; empty when there is none (a messenger's number only shows)."""
        digits = "".join(c for c in self.number if c.isdigit() or c in "+*#")
        if self.kind == CALL:
            return f"tel:{digits.replace('#', '%23')}"
        if self.kind == TEXT:
            return f"sms:{digits}?&body={self.send}" if self.send else f"sms:{digits}"
        return self.url

    @property
    def silent(self) -> bool:
        """Whether it needs no voice."""
        return self.kind in SILENT


@dataclass(frozen=True, slots=True)
class Helpline:
    """People who answer. `hint` is one line by language; `note` is for the keepers of the list."""

    country: str
    name: str
    languages: tuple[str, ...]
    ways: tuple[Way, ...]
    audience: str
    ages: tuple[int, int] | None
    hint: Mapping[str, str]
    confidence: str
    method: str
    source: str
    checked: date
    expires: date
    note: str = ""

    @property
    def shown(self) -> bool:
        """Whether it is sure enough to be shown to anybody."""
        return self.confidence in SHOWN

    def fresh(self, today: date) -> bool:
        """Whether the check still counts."""
        return today <= self.expires


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number of the emergency services. `what`: ambulance, police, text, or empty for all."""

    number: str
    what: str = ""

    @property
    def href(self) -> str:
        """The address behind the button."""
        return f"sms:{self.number}" if self.what == TEXT else f"tel:{self.number}"


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its emergency numbers and its lines, those for everybody first."""

    code: str
    zone: ZoneInfo
    emergency: tuple[Emergency, ...]
    lines: tuple[Helpline, ...]

    def fresh(self, today: date) -> list[Helpline]:
        """Lines to show."""
        return [line for line in self.lines if line.shown and line.fresh(today)]

    def stale(self, today: date) -> list[Helpline]:
        """Lines whose check has run out: shown too, marked, below everything else."""
        return [line for line in self.lines if line.shown and not line.fresh(today)]


@dataclass(frozen=True, slots=True)
class Finder:
    """A directory of helplines elsewhere."""

    name: str
    url: str
    source: str
    checked: date
    expires: date


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole file."""

    countries: Mapping[str, Country]
    finders: tuple[Finder, ...]
