"""The urgency number as staff read it: a shape and a word. The number itself is for order and alert only.

Shapes from the design: low circle, raised diamond, high triangle, immediate filled triangle.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Level:
    """`urgent` from High on. `key` names the shape; `icon` is empty for the circle."""

    key: str
    word: str | Promise
    icon: str
    chip: str
    urgent: bool = False


LOW = Level("low", _("Low"), "", "")
RAISED = Level("raised", _("Raised"), "diamond", "chip-mid")
HIGH = Level("high", _("High"), "triangle", "chip-high", urgent=True)
IMMEDIATE = Level("immediate", _("Immediate"), "triangle", "chip-high chip-now", urgent=True)

_LEVELS = (LOW, LOW, RAISED, HIGH, IMMEDIATE)

SIGNALS: dict[str, str | Promise] = {
    "attempt_in_progress": _("Says something has been done already"),
    "doing_it": _("Says it will be done"),
    "medical_emergency": _("Needs medical help now"),
    "intent": _("Says they are going to end their life"),
    "plan": _("Has a plan"),
    "means": _("Has a way within reach"),
    "timeframe": _("Names a time"),
    "farewell": _("Says goodbye"),
    "ideation_active": _("Thinks of ending their life"),
    "ideation_passive": _("Would rather not be alive"),
    "suicide_named": _("Names suicide"),
    "past_attempt": _("Tried before"),
    "self_harm": _("Hurts themselves"),
    "abuse_now": _("Says someone hurts them"),
    "child_at_risk": _("A child may be in danger"),
    "harm_to_others": _("Talks of hurting someone else"),
    "being_watched": _("May be watched while writing"),
    "intoxication": _("Has been drinking or taking something"),
    "psychosis": _("Hears or sees what others do not"),
    "perinatal": _("Pregnant, or has a small baby"),
    "eating": _("Struggles with eating"),
    "minor": _("May be under age"),
    "distress": _("In distress"),
    "hostile": _("Abusive words"),
    "unread": _("Wrote in a language the rules cannot read"),
    "earlier": _("Danger a few messages ago"),
}
"""Signals of the first reader in words. One that is not here yet still shows, as "needs a look"."""


def of(urgency: int) -> Level:
    """The level of an urgency from 0 to 4."""
    return _LEVELS[max(0, min(urgency, 4))]


def in_words(signals: Iterable[str]) -> list[str]:
    """Signals in the reader's language, each once, in the order given."""
    return list(
        dict.fromkeys(str(SIGNALS.get(signal, _("Something that needs a look"))) for signal in signals)
    )
