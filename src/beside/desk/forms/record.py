"""What the manager can change about the record after a chat: its fields, their order, words and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.after_rules import MOST_ANSWERS, MOST_FIELDS, set_record_fields
from beside.desk.forms import record_parts as parts
from beside.desk.forms.record_parts import LANGUAGES, NEW
from beside.desk.forms.service import AreaForm, shown
from beside.desk.models import RecordKind, Service
from beside.desk.queries.record import Slot, slots_for
from beside.people.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """One field on the page: what it asks, its controls, and those for other words and answers."""

    title: str
    is_asked: bool
    fields: list[BoundField]
    lines: list[BoundField]


class RecordForm(AreaForm):
    """Every field with its place, words and answers; one new field at a time."""

    title, icon = _("The record after a chat"), "note"

    def now(self, service: Service) -> dict[str, Any]:
        """The record as it stands."""
        found: dict[str, Any] = {f"{NEW}_kind": RecordKind.CHOICE, f"{NEW}_personal": True}
        for place, slot in enumerate(slots_for(service.pk), 1):
            found |= {f"{slot.code}_{part}": value for part, value in parts.now(slot, place).items()}
        return found

    def prepare(self) -> None:
        """A few controls for each field."""
        self.slots = slots_for(self.service.pk)
        self.shapes: list[tuple[Slot | None, list[str], list[str]]] = []
        for slot in self.slots:
            self._add(slot, slot.code, parts.first(slot, len(self.slots)), parts.other(slot))
        if len(self.slots) < MOST_FIELDS:
            self._add(None, NEW, parts.new(), {})

    def sections(self) -> Iterator[Section]:
        """The page, field by field, the new one last."""
        for slot, first, other in self.shapes:
            title = str(slot.title if slot else _("A new field"))
            yield Section(
                title,
                slot is None or slot.is_asked,
                [self[one] for one in first],
                [self[one] for one in other],
            )

    def clean(self) -> dict[str, Any]:
        """A field that is asked has words; where answers are chosen from, there are at least two."""
        given: dict[str, Any] = super().clean() or {}
        for slot in self.slots:
            self._check_answers(given, slot.code, slot.kind, len(given.get(f"{slot.code}_answers") or []))
            if slot.house is None and not any(given.get(f"{slot.code}_label_{code}") for code in LANGUAGES):
                self.add_error(f"{slot.code}_label_{LANGUAGES[0]}", _("Write what this field asks."))
        if self._has_new(given):
            self._check_answers(given, NEW, given.get(f"{NEW}_kind", ""), 0)
        elif any(parts.lines(given, NEW, code) for code in LANGUAGES):
            self.add_error(f"{NEW}_label_{LANGUAGES[0]}", _("Write what this field asks."))
        return given

    def plans(self) -> list[dict[str, Any]]:
        """All fields as they would be, in their order."""
        given = self.cleaned_data
        order = sorted(self.slots, key=self._place)
        plans = [parts.plan(slot, given) for slot in order]
        return [*plans, parts.new_plan(self.slots, given)] if self._has_new(given) else plans

    def save(self, actor: Person) -> None:
        """Save the whole record at once."""
        set_record_fields(actor=actor, fields=self.plans(), number=self.service.pk)

    def changes(self) -> list[tuple[str, str, str]]:
        """(field and what of it, before, after) for everything that would change."""
        rows = [
            (f"{section.title}: {bound.label}", bound)
            for section in self.sections()
            for bound in (*section.fields, *section.lines)
        ]
        both = [
            (what, one, self.initial.get(one.name), self.cleaned_data.get(one.name)) for what, one in rows
        ]
        return [
            (what, _shown(one, old), _shown(one, new))
            for what, one, old, new in both
            if (old or "") != (new or "")
        ]

    def _add(
        self, slot: Slot | None, code: str, first: dict[str, forms.Field], other: dict[str, forms.Field]
    ) -> None:
        self.fields |= {f"{code}_{part}": field for part, field in (first | other).items()}
        self.shapes.append((slot, [f"{code}_{part}" for part in first], [f"{code}_{part}" for part in other]))

    def _place(self, slot: Slot) -> tuple[int, int]:
        """Where a field shall stand; one that was moved pushes the one that stood there aside."""
        name = f"{slot.code}_place"
        before = self.initial.get(name) or MOST_FIELDS
        place = self.cleaned_data.get(name) or before
        return place, (place > before) - (place < before)

    def _has_new(self, given: dict[str, Any]) -> bool:
        return any(given.get(f"{NEW}_label_{code}") for code in LANGUAGES)

    def _check_answers(self, given: dict[str, Any], code: str, kind: str, kept: int) -> None:
        """Whether the answers of a field can be chosen from."""
        counts = {len(lines) for one in LANGUAGES if (lines := parts.lines(given, code, one))}
        at = f"{code}_more_{LANGUAGES[0]}"
        if len(counts) > 1:
            self.add_error(at, _("Write as many answers in each language."))
        total = kept + max(counts, default=0)
        is_asked = code == NEW or given.get(f"{code}_asked", True)
        if at in self.fields and kind != RecordKind.WORDS and is_asked and not 2 <= total <= MOST_ANSWERS:
            self.add_error(at, _("Leave from 2 to 30 answers to choose from."))
        if kind == RecordKind.WORDS and counts:
            self.add_error(at, _("Words of their own have no answers to choose from."))


def _shown(bound: BoundField, value: Any) -> str:
    if not isinstance(value, list):
        return shown(bound, value)
    names = dict(getattr(bound.field, "choices", ()))
    return ", ".join(str(names.get(code, code)) for code in value)
