"""What a reading says: nouns only."""

from dataclasses import dataclass

UNREAD = "unread"
"""The signal of words in a language we cannot read: a person looks, it is never "none"."""

EARLIER = "earlier"
"""The signal of danger carried over from the messages before: calm after danger does not lower at once."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a signal was read. `start` and `end` are offsets into the raw text; no words are kept.

    `urgency` is what is left of it after the modifiers; `pattern` names the line of the data file.
    """

    signal: str
    urgency: int
    start: int
    end: int
    modifiers: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One reading of one message.

    `urgency`: 0 none noted, 1 distress, 2 thoughts of dying, 3 plan, means, intent or past attempt, 4 now
    (practice of crisis lines; a number for order and alert, never a forecast). `signals`: names, the most
    urgent first. `language`: what the words were read as, None when unread. `confidence`: 0 to 1, how plain
    the words were to this reader, not how likely anything is.
    """

    urgency: int
    signals: tuple[str, ...]
    reasons: tuple[Reason, ...]
    language: str | None
    confidence: float
