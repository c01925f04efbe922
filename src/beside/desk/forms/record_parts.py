"""The controls of one field of the record, what they show, and what is made of what they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.after_rules import MOST_LABEL
from beside.desk.models import RecordKind
from beside.desk.queries import cues
from beside.desk.queries.record import Answer, Slot
from beside.desk.record import ALWAYS, CORE
from beside.web.looks import own_name

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NEW, OWN = "new", "own-"
"""The empty field at the end, and how codes of a service's own begin. A code is never given twice."""

SUBJECTS = "categories"

Given = dict[str, Any]


def now(slot: Slot, place: int) -> Given:
    """What the controls of a field show."""
    found: Given = {
        "place": place,
        "asked": slot.is_asked,
        "required": slot.is_required,
        "personal": slot.is_personal,
        "answers": [one.code for one in _chosen_from(slot) if one.is_given],
    }
    found |= {f"label_{code}": slot.label(code) for code in LANGUAGES}
    for one in _own_answers(slot):
        found |= {f"say_{one.code}_{code}": (one.own or {}).get(code, "") for code in LANGUAGES}
    return found


def first(slot: Slot, count: int) -> dict[str, forms.Field]:
    """What is always seen of a field: where it stands, whether it is asked, with which answers."""
    found: dict[str, forms.Field] = {}
    if slot.code != "note":
        found["place"] = forms.IntegerField(label=_("Place"), min_value=1, max_value=count)
    if slot.code not in ALWAYS:
        found["asked"] = _tick(_("Ask this"))
    if slot.code not in CORE:
        found["required"] = _tick(_("A record is not finished without it"))
        if slot.kind != RecordKind.WORDS:
            found["personal"] = _tick(_("Personal: sealed with the note, in no count"))
    if slot.house is None:
        found |= _labels()
    if _chosen_from(slot):
        found["answers"] = forms.MultipleChoiceField(
            label=_("Answers to choose from"),
            choices=[(one.code, one.words) for one in _chosen_from(slot)],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    return found


def other(slot: Slot) -> dict[str, forms.Field]:
    """What is seen when one wants to say it otherwise: other words, more answers."""
    found = {} if slot.house is None else _labels(f"{slot.house.label}")
    if _has_answers(slot):
        found |= _more(_("More answers in %(language)s, one on each line"))
    for one in _own_answers(slot):
        found |= {
            f"say_{one.code}_{code}": _line(
                _("“%(answer)s” in %(language)s") % {"answer": one.words, "language": own_name(code)}, code
            )
            for code in LANGUAGES
        }
    return found


def new() -> dict[str, forms.Field]:
    """The controls of a field that is not there yet."""
    return {
        **_labels(),
        "kind": forms.ChoiceField(
            label=_("How it is filled in"),
            choices=RecordKind.choices,
            widget=forms.RadioSelect,
            required=False,
        ),
        **_more(_("Its answers in %(language)s, one on each line")),
        "required": _tick(_("A record is not finished without it")),
        "personal": _tick(_("Personal: sealed with the note, in no count")),
    }


def plan(slot: Slot, given: Given) -> Given:
    """A field as it would be, for the verb that keeps it."""
    part = f"{slot.code}_"
    is_words = slot.kind == RecordKind.WORDS
    return {
        "code": slot.code,
        "kind": slot.kind,
        "is_asked": slot.code in ALWAYS or bool(given.get(f"{part}asked")),
        "is_required": slot.is_required if slot.code in CORE else bool(given.get(f"{part}required")),
        "is_personal": is_words or (slot.code not in CORE and bool(given.get(f"{part}personal"))),
        "words": _words(given, part, slot.row.words if slot.row else {}),
        "options": _options(slot, given) if _has_answers(slot) else [],
    }


def new_plan(slots: Sequence[Slot], given: Given) -> Given:
    """The new field, with a code that was never there."""
    kind = given.get(f"{NEW}_kind") or RecordKind.CHOICE
    return {
        "code": f"{OWN}{_next(slot.code for slot in slots)}",
        "kind": kind,
        "is_required": bool(given.get(f"{NEW}_required")),
        "is_personal": kind == RecordKind.WORDS or bool(given.get(f"{NEW}_personal")),
        "words": _words(given, f"{NEW}_"),
        "options": _added(given, NEW, []),
    }


def lines(given: Given, code: str, language: str) -> list[str]:
    """The new answers in one language, one on each line."""
    written = str(given.get(f"{code}_more_{language}") or "").splitlines()
    return [line.strip()[:MOST_LABEL] for line in written if line.strip()]


def _has_answers(slot: Slot) -> bool:
    """Whether a service may choose the answers: those with a column of their own stay as they are."""
    return slot.kind != RecordKind.WORDS and (slot.code not in CORE or slot.code == SUBJECTS)


def _chosen_from(slot: Slot) -> list[Answer]:
    """The answers that may be taken away: the one that the question about suicide hangs on may not."""
    if not _has_answers(slot):
        return []
    return [one for one in slot.answers() if not (slot.code == SUBJECTS and one.code == cues.SUBJECT)]


def _own_answers(slot: Slot) -> list[Answer]:
    return [one for one in slot.answers() if one.own is not None]


def _options(slot: Slot, given: Given) -> list[Given]:
    """The answers as they would be; nothing where they are the house's. What is taken away keeps its code."""
    chosen, held = set(given.get(f"{slot.code}_answers") or []), slot.answers()
    stay = {one.code for one in held} - {one.code for one in _chosen_from(slot)}
    house = [{"code": one.code} for one in held if one.own is None and one.code in chosen | stay]
    own = [
        {"code": one.code, "words": _said(slot, one, given), "is_off": one.code not in chosen}
        for one in held
        if one.own is not None
    ]
    added = _added(given, slot.code, [one.code for one in held])
    is_whole = len(house) == sum(one.own is None for one in held)
    return [] if is_whole and not own and not added else [*house, *own, *added]


def _said(slot: Slot, one: Answer, given: Given) -> dict[str, str]:
    written = {code: given.get(f"{slot.code}_say_{one.code}_{code}") for code in LANGUAGES}
    return {code: words for code, words in written.items() if words} or dict(one.own or {})


def _added(given: Given, code: str, before: Sequence[str]) -> list[Given]:
    written = {one: found for one in LANGUAGES if (found := lines(given, code, one))}
    begin = _next(before)
    return [
        {"code": f"{OWN}{begin + at}", "words": dict(zip(written, row, strict=True))}
        for at, row in enumerate(zip(*written.values(), strict=False))
    ]


def _next(codes: Any) -> int:
    taken = [
        int(code.removeprefix(OWN)) for code in codes if code.startswith(OWN) and code[len(OWN) :].isdigit()
    ]
    return max(taken, default=0) + 1


def _words(given: Given, part: str, before: Mapping[str, Any] | None = None) -> dict[str, dict[str, str]]:
    """What it asks, by language. A hint that was there stays."""
    found = {}
    for code in LANGUAGES:
        label = given.get(f"{part}label_{code}")
        hint = (before or {}).get(code, {}).get("hint")
        found[code] = {**({"label": label} if label else {}), **({"hint": hint} if hint else {})}
    return {code: texts for code, texts in found.items() if texts}


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _labels(usual: str = "") -> dict[str, forms.Field]:
    label = _("In other words, in %(language)s") if usual else _("What it asks, in %(language)s")
    return {f"label_{code}": _line(label % {"language": own_name(code)}, code) for code in LANGUAGES}


def _more(label: Any) -> dict[str, forms.Field]:
    return {
        f"more_{code}": forms.CharField(
            label=label % {"language": own_name(code)},
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"}),
        )
        for code in LANGUAGES
    }


def _line(label: Any, code: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_LABEL,
        required=False,
        widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
    )
