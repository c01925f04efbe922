"""Marks and pins: lines of the staff-only log beside a chat. Pure: opened lines in, what stands out.

A mark stands beside a line of the chat, a pin holds a fact. Both are sealed with the log, go along in a
hand-over and are erased with it. Taking one off is a line as well, which names what it takes off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.conversations.lines import Line

MARK, PIN, OFF = "mark", "pin", "off"
"""The styles of such lines."""

MOST_PINS, MOST_FACT = 8, 160


class Mark(StrEnum):
    """What a line can be marked as."""

    RETURN = "return"
    STRENGTH = "strength"
    DANGER = "danger"
    REVIEW = "review"


LABELS: dict[Mark, str | Promise] = {
    Mark.RETURN: _("To come back to"),
    Mark.STRENGTH: _("Something that helps"),
    Mark.DANGER: _("About danger"),
    Mark.REVIEW: _("To talk over later"),
}


@dataclass(frozen=True, slots=True)
class Pin:
    """A fact that is held up. `position` is its place in the backstage log."""

    position: int
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A line of the chat that is marked. `position` as for a pin, `beside` the line of the chat."""

    position: int
    beside: int
    mark: str

    @property
    def label(self) -> str:
        """The mark in the reader's language."""
        return str(LABELS[Mark(self.mark)])


def standing(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that were taken off, and without a second mark of one kind beside one line."""
    gone = {line.about.get("of") for line in lines if line.about.get("style") == OFF}
    kept, seen = [], set()
    for line in lines:
        about = (line.about.get("beside"), line.about.get("mark"))
        is_mark = line.about.get("style") == MARK
        if line.position in gone or line.withdrawn or (is_mark and about in seen):
            continue
        seen |= {about} if is_mark else set()
        kept.append(line)
    return kept


def pins(lines: Sequence[Line]) -> list[Pin]:
    """The facts that stand, in the order in which they were pinned."""
    return [Pin(line.position, line.words, line.who) for line in _of(lines, PIN)]


def marks(lines: Sequence[Line]) -> list[Marked]:
    """The marks that stand, by the line of the chat."""
    found = (
        Marked(line.position, line.about["beside"], line.about["mark"])
        for line in _of(lines, MARK)
        if line.about.get("mark") in set(Mark)
    )
    return sorted(found, key=lambda one: one.beside)


def label_of(line: Line) -> str:
    """What a line is marked as, in the reader's language; its own words for a mark that is known no more."""
    mark = line.about.get("mark")
    return str(LABELS[Mark(mark)]) if mark in set(Mark) else line.words


def _of(lines: Sequence[Line], style: str) -> Iterable[Line]:
    return (line for line in standing(lines) if line.about.get("style") == style)
