"""The fields of the record as a service asks them: those of the house, with its own in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beside.desk.models import Chat, RecordField
from beside.desk.queries.service import NUMBER
from beside.desk.questions import in_words
from beside.desk.record import ALWAYS, CORE, HOUSE, Field, Words


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a field. `own`: the service's own words by language, nothing for one of the house's."""

    code: str
    words: Words
    is_given: bool = True
    own: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One field as its page shows it, asked or not: the house's, the service's own row for it, or both."""

    code: str
    kind: str
    house: Field | None
    row: RecordField | None

    @property
    def is_asked(self) -> bool:
        """Whether it is on the form."""
        return self.row is None or self.row.is_asked or self.code in ALWAYS

    @property
    def is_required(self) -> bool:
        """Whether a record is not finished without it."""
        if self.row is None or self.code in CORE:
            return self.house is not None and self.house.required
        return self.row.is_required

    @property
    def is_personal(self) -> bool:
        """Whether it is sealed with the note, and in no count."""
        if self.row is None or self.code in CORE:
            return self.house is not None and self.house.personal
        return self.row.is_personal

    @property
    def title(self) -> Words:
        """What it asks."""
        words: Mapping[str, Mapping[str, str]] = self.row.words if self.row else {}
        return in_words(words, "label", self.house.label if self.house else "") or self.code

    def label(self, language: str) -> str:
        """The service's own words for it in one language, or nothing."""
        return str(self.row.words.get(language, {}).get("label", "")) if self.row else ""

    def answers(self) -> list[Answer]:
        """All answers there ever were: the house's first, then the service's own."""
        rows = {one["code"]: one for one in self.row.options} if self.row else {}
        house = self.house.options if self.house else ()
        found = [Answer(code, words, not rows or code in rows) for code, words in house]
        known = {code for code, _words in house}
        own = [one for code, one in rows.items() if code not in known]
        return found + [
            Answer(one["code"], _worded(one), not one.get("is_off"), one.get("words", {})) for one in own
        ]


def fields_of(chat: Chat) -> list[Field]:
    """The fields for the record of a chat, in their order, the note last."""
    return fields_for(chat.request.service_id or NUMBER)


def fields_for(service: int) -> list[Field]:
    """The fields of a service. A row with the code of a house field stands in for it, or drops it."""
    return [_of_slot(slot) for slot in slots_for(service) if slot.is_asked]


def slots_for(service: int) -> list[Slot]:
    """All fields there are in a service, asked or not, in their order, the note last."""
    placed = {one.code: (10 * place, Slot(one.code, one.kind, one, None)) for place, one in enumerate(HOUSE)}
    for row in RecordField.objects.filter(service_id=service):
        house = placed[row.code][1].house if row.code in placed else None
        kind = house.kind if house is not None and row.code in CORE else row.kind
        placed[row.code] = (row.place, Slot(row.code, kind, house, row))
    order = sorted(placed.values(), key=lambda pair: (pair[1].code == "note", pair[0]))
    return [slot for _place, slot in order]


def answerable(chat: Chat) -> dict[str, Field]:
    """The fields that have no column of their own, by code."""
    return {field.code: field for field in fields_of(chat) if field.code not in CORE}


def _of_slot(slot: Slot) -> Field:
    """A service's own words; of those with a column only the subjects have answers of a service's own."""
    words: Mapping[str, Mapping[str, str]] = slot.row.words if slot.row else {}
    hint = in_words(words, "hint", slot.house.hint if slot.house else "")
    own = slot.code not in CORE or slot.code == "categories"
    given = tuple((one.code, one.words) for one in slot.answers() if one.is_given)
    options = given if own or slot.house is None else slot.house.options
    return Field(slot.code, slot.kind, slot.title, hint, options, slot.is_required, slot.is_personal)


def _worded(option: Mapping[str, Any]) -> Words:
    texts = {language: {"label": words} for language, words in option.get("words", {}).items()}
    return in_words(texts, "label") or str(option["code"])
