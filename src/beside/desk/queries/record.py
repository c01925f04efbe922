"""The fields of the record as a service asks them: those of the house, with its own in their place."""

from collections.abc import Mapping
from typing import Any

from beside.desk.models import Chat, RecordField
from beside.desk.queries.service import NUMBER
from beside.desk.questions import in_words
from beside.desk.record import ALWAYS, CORE, HOUSE, Field, Words


def fields_of(chat: Chat) -> list[Field]:
    """The fields for the record of a chat, in their order, the note last."""
    return fields_for(chat.request.service_id or NUMBER)


def fields_for(service: int) -> list[Field]:
    """The fields of a service. A row with the code of a house field stands in for it, or drops it."""
    placed: dict[str, tuple[int, Field]] = {
        field.code: (10 * place, field) for place, field in enumerate(HOUSE)
    }
    for row in RecordField.objects.filter(service_id=service):
        before = placed.get(row.code)
        if row.is_asked or row.code in ALWAYS:
            placed[row.code] = (row.place, _of_row(row, before[1] if before else None))
        else:
            placed.pop(row.code, None)
    order = sorted(placed.values(), key=lambda pair: (pair[1].code == "note", pair[0]))
    return [field for _place, field in order]


def answerable(chat: Chat) -> dict[str, Field]:
    """The fields that have no column of their own, by code."""
    return {field.code: field for field in fields_of(chat) if field.code not in CORE}


def _of_row(row: RecordField, house: Field | None) -> Field:
    """A service's own words; a field with a column keeps its kind and its answers."""
    words: Mapping[str, Mapping[str, str]] = row.words
    label = in_words(words, "label", house.label if house else row.code)
    hint = in_words(words, "hint", house.hint if house else "")
    if house is not None and house.code in CORE:
        return Field(house.code, house.kind, label, hint, house.options, house.required, house.personal)
    options = tuple((one["code"], _worded(one)) for one in row.options)
    kept = options or (house.options if house else ())
    return Field(row.code, row.kind, label, hint, kept, row.is_required, row.is_personal)


def _worded(option: Mapping[str, Any]) -> Words:
    texts = {language: {"label": words} for language, words in option.get("words", {}).items()}
    return in_words(texts, "label", option["code"])
