"""How long each class of data is kept: the one table. Pages say these lengths, the worker obeys them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from beside.journal import queue
from beside.operations.models import Keeping
from beside.people.followers import LINKS_KEPT
from beside.people.queries import VISIT_DAYS

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_YEAR = 365 * _DAY
_VISIT = VISIT_DAYS * _DAY


@dataclass(frozen=True)
class Rule:
    """One class. `since` says from when its time runs. What is not `adjustable` is part of how we work."""

    name: str
    what: Any
    since: Any
    default: timedelta
    shortest: timedelta = _HOUR
    adjustable: bool = True


@dataclass(frozen=True)
class Class:
    """A rule as it holds here. `reason` is what was written when it was made longer."""

    rule: Rule
    length: timedelta
    reason: str = ""

    @property
    def is_longer(self) -> bool:
        """Kept for longer than we promise by default."""
        return self.length > self.rule.default


TABLE = (
    Rule("chat_without_words", _("A chat without five words"), _("after it ended"), _DAY),
    Rule("chat_with_words", _("A chat with five words"), _("after the person’s last visit"), 30 * _DAY, _DAY),
    Rule("held", _("A chat that is hidden while a life is at risk"), _("after the person asked"), _DAY),
    Rule("waiting", _("What was answered while waiting"), _("after it was answered"), _DAY),
    Rule("desk_times", _("The desk’s times, to the minute"), _("after the chat was destroyed"), _DAY),
    Rule(
        "visits",
        _("The mark of a browser in which somebody came"),
        _("after it was last used"),
        _VISIT,
        _VISIT,
    ),
    Rule(
        "decisions", _("Decisions about danger, without words"), _("after they were closed"), 3 * _YEAR, _DAY
    ),
    Rule(
        "licensed_notes",
        _("Notes that the law asks of licensed staff"),
        _("after the last"),
        10 * _YEAR,
        _DAY,
    ),
    Rule(
        "sign_in_log", _("Who of the staff signed in, and when"), _("after it was written"), 90 * _DAY, _DAY
    ),
    Rule("audit", _("The audit trail"), _("after it was written"), 3 * _YEAR, _DAY),
    Rule("links", _("Invitations that were used or ran out"), _("after that"), LINKS_KEPT, adjustable=False),
    Rule("sessions", _("A staff member’s session"), _("after it ran out"), timedelta(0), adjustable=False),
    Rule("jobs", _("Finished work of the worker"), _("after it was done"), queue.KEPT, adjustable=False),
    Rule("backups", _("Backups of the tables"), _("after they were taken"), 14 * _DAY, _DAY),
    Rule("key_backups", _("Backups of the key store"), _("after they were taken"), 7 * _DAY, _DAY),
)

_BY_NAME = {rule.name: rule for rule in TABLE}


def rule(name: str) -> Rule:
    """One rule. Raises KeyError for a class that is not in the table."""
    return _BY_NAME[name]


def length(name: str) -> timedelta:
    """How long a class is kept here."""
    return _held(_BY_NAME[name], Keeping.objects.filter(name=name).first()).length


def classes() -> list[Class]:
    """Every class as it holds here, in the table's order."""
    set_here = {row.name: row for row in Keeping.objects.all()}
    return [_held(each, set_here.get(each.name)) for each in TABLE]


def _held(each: Rule, row: Keeping | None) -> Class:
    if row is None or not each.adjustable:
        return Class(each, each.default)
    return Class(each, timedelta(seconds=row.seconds), row.reason)
