"""The fields of the record that come with the house, as data, in the order in which they are asked.

A service may set its own in their place or beside them (`models.aftercare.RecordField`). Codes are for ever;
words can change. The first four are counted by columns of their own; they can be reworded, not dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.desk import levels
from beside.desk.categories import CATEGORIES
from beside.desk.models import Contact, Outcome, RecordKind

Words = str | Promise

LEVELS = ((0, levels.LOW), (2, levels.RAISED), (3, levels.HIGH), (4, levels.IMMEDIATE))
CORE = ("contact", "categories", "urgency_out", "outcome", "note")
"""Fields with a column of their own. `note` is the last; all others of a service stand before it."""

ALWAYS = ("contact", "urgency_out", "outcome")
"""Without these nothing can be counted: they are always asked."""

MOST_CHOICES = 5
"""So many answers at most where any of a few may be ticked."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it is put. What is `personal` is sealed with the note, and in no count."""

    code: str
    kind: str
    label: Words
    hint: Words = ""
    options: tuple[tuple[str, Words], ...] = ()
    required: bool = False
    personal: bool = False

    def codes(self) -> frozenset[str]:
        """The answers there are."""
        return frozenset(code for code, _words in self.options)


def _choices(rows: Sequence[tuple[str | int, Words]]) -> tuple[tuple[str, Words], ...]:
    return tuple((f"{code}", words) for code, words in rows)


HOUSE = (
    Field(
        "contact",
        RecordKind.CHOICE,
        _("What kind of contact was it?"),
        options=_choices(Contact.choices),
        required=True,
    ),
    Field(
        "categories",
        RecordKind.MANY,
        _("What was it about?"),
        _("Up to five"),
        _choices(list(CATEGORIES.items())),
    ),
    Field(
        "urgency_out",
        RecordKind.CHOICE,
        _("How urgent was it at the end?"),
        options=_choices([(number, level.word) for number, level in LEVELS]),
        required=True,
    ),
    Field(
        "actions",
        RecordKind.MANY,
        _("What did you do?"),
        _("Up to five"),
        (
            ("listened", _("Listened")),
            ("coping", _("Looked at what helps")),
            ("safety", _("Made a safety plan")),
            ("resources", _("Shared numbers or pages")),
            ("supervisor", _("Asked a supervisor")),
            ("emergency", _("Emergency services")),
        ),
    ),
    Field(
        "referrals",
        RecordKind.MANY,
        _("Where else may they turn?"),
        _("Only what you spoke about"),
        (
            ("line", _("Another helpline")),
            ("doctor", _("A doctor")),
            ("therapy", _("A therapist or counsellor")),
            ("hospital", _("A hospital or emergency room")),
            ("shelter", _("A shelter or protection")),
            ("authority", _("School, work, authorities")),
            ("own", _("People of their own")),
        ),
    ),
    Field(
        "duty",
        RecordKind.CHOICE,
        _("Does somebody have to be told?"),
        _("Duty of care: a child or somebody else in danger whom one could find"),
        (
            ("none", _("No")),
            ("considered", _("Thought about it with a supervisor: no")),
            ("supervisor", _("Handed to a supervisor")),
            ("made", _("A report was made")),
        ),
    ),
    Field(
        "outcome",
        RecordKind.CHOICE,
        _("How did it stand at the end?"),
        options=_choices(Outcome.choices),
        required=True,
    ),
    Field(
        "agreed",
        RecordKind.WORDS,
        _("What did you agree on?"),
        _("The next step, in their words. It is sealed with the note."),
        personal=True,
    ),
    Field(
        "note",
        RecordKind.WORDS,
        _("Anything the next listener should know"),
        _("Facts, no names. It is sealed, and read by your team only."),
        personal=True,
    ),
)
