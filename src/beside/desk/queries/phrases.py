"""The phrases of the guide: the helpline's own where there are any, else those that come with the house."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from beside.desk import guidance
from beside.desk.models import Phase, Phrase
from beside.desk.models.course import PARTS

Written = Mapping[str, Sequence[tuple[str, str]]]
"""By the key of the phase: pairs of label and words."""


def phases(language: str) -> list[dict[str, Any]]:
    """The phases in their order, each with its prompts: a label for the listener, a draft for the chat."""
    own = own_phrases(language)
    written = own if any(own[phase.value] for phase in PARTS) else _built_in(language)
    return [
        {"key": phase.value, "name": str(phase.label), "prompts": _prompts(written[phase.value])}
        for phase in PARTS
    ]


def steadying(language: str) -> list[dict[str, str]]:
    """What can be said when it is too much: the own phrases where there are any, else the built-in ones."""
    kept = own_phrases(language)[Phase.STEADY]
    return _prompts(kept or _built_in(language)[Phase.STEADY])


def own_phrases(language: str) -> dict[str, list[tuple[str, str]]]:
    """What the helpline wrote itself in a language; nothing for each phase when it uses the built-in ones."""
    found: dict[str, list[tuple[str, str]]] = {phase.value: [] for phase in Phase}
    for row in Phrase.objects.filter(language=language):
        found[row.phase].append((row.label, row.words))
    return found


def to_edit(language: str) -> dict[str, list[tuple[str, str]]]:
    """What the page of phrases begins with: the own ones, else the built-in ones, all in that language."""
    own = own_phrases(language)
    with translation.override(language):
        built_in = _built_in(language)
    if not any(own.values()):
        return built_in
    return {**own, Phase.STEADY.value: own[Phase.STEADY] or built_in[Phase.STEADY]}


def stamp_of(language: str) -> str:
    """A short mark of the own phrases as they stand: two who edit at once find out."""
    rows = Phrase.objects.filter(language=language).values_list("phase", "place", "label", "words")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def _prompts(written: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "draft": draft} for label, draft in written]


def _built_in(language: str) -> dict[str, list[tuple[str, str]]]:
    """Labels in the reader's language, drafts in the language of the chat."""
    with translation.override(language):
        drafts = {phase.key: [str(prompt.draft) for prompt in phase.prompts] for phase in guidance.ALL}
    labels = {phase.key: [str(prompt.label) for prompt in phase.prompts] for phase in guidance.ALL}
    return {key: list(zip(labels[key], drafts[key], strict=True)) for key in drafts}
