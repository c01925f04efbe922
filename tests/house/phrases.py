"""Which phrases the source wants translated, and which the catalogues have. Needs no gettext."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.sizes import ROOT, files

_CALLS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "gettext_noop": 0, "pgettext": 1, "pgettext_lazy": 1}
_COUNTED = {"ngettext": 0, "ngettext_lazy": 0, "npgettext": 1, "npgettext_lazy": 1}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*((?:{_LITERAL}\s*,?\s*)+)")
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@dataclass(frozen=True)
class Phrase:
    """A phrase as gettext knows it, and where it stands."""

    text: str
    context: str
    where: str


def rooms() -> list[str]:
    """The rooms that could say something."""
    return sorted(path.parent.name for path in (ROOT / "src" / "beside").glob("*/__init__.py"))


def wanted(room: str) -> list[Phrase]:
    """Every phrase that a room marks for translation."""
    folder = f"src/beside/{room}"
    found = [phrase for path in files(folder, "*.py") for phrase in in_python(path.read_text(), _named(path))]
    for pattern in ("*.html", "*.txt"):
        for path in files(f"{folder}/templates", pattern):
            found += in_template(path.read_text(), _named(path))
    return found


def catalogue(room: str, language: str) -> Catalog:
    """A room's .po; an empty one when it has none."""
    path = ROOT / "src" / "beside" / room / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def in_python(source: str, where: str) -> Iterator[Phrase]:
    """Phrases in calls to gettext and its kin."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = {**_CALLS, **_COUNTED}.get(name)
        texts = [
            each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if first is not None and len(texts) > first:
            yield Phrase(texts[first], texts[0] if first else "", f"{where}:{node.lineno}")


def in_template(source: str, where: str) -> Iterator[Phrase]:
    """Phrases in `translate`, `blocktranslate` and _("…") of a template."""
    for call in _IN_TEMPLATE.finditer(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in re.findall(_LITERAL, call[2])]
        first = 1 if "p" in call[1].removesuffix("gettext") else 0
        yield Phrase(texts[first], texts[0] if first else "", where)


def lacking(phrases: list[Phrase], catalog: Catalog) -> list[str]:
    """What has no entry, an empty one, a fuzzy one, or one with other placeholders, as sentences."""
    found = []
    for phrase in phrases:
        entry = catalog.get(phrase.text, phrase.context or None)
        fault = _fault(entry) if entry else "has no entry"
        if fault:
            found.append(f"{phrase.where}: “{phrase.text[:70]}” {fault}")
    return sorted(set(found))


def left_over(phrases: list[Phrase], catalog: Catalog) -> list[str]:
    """Entries that nothing in the source asks for."""
    known = {(phrase.text, phrase.context) for phrase in phrases}
    ids = ((_first(entry.id), entry.context or "") for entry in catalog if entry.id)
    return [text for text, context in ids if (text, context) not in known]


def _fault(entry: object) -> str:
    texts = _all(entry.string)  # type: ignore[attr-defined]
    if entry.fuzzy:  # type: ignore[attr-defined]
        return "is fuzzy"
    if not all(texts):
        return "is empty"
    given = set().union(*(_places(text) for text in _all(entry.id)))  # type: ignore[attr-defined]
    unknown = set().union(*(_places(text) for text in texts)) - given
    lost = given - set().union(*(_places(text) for text in texts))
    return f"has other placeholders: {', '.join(sorted(unknown | lost))}" if unknown | lost else ""


def _places(text: str) -> set[str]:
    return {named or curly for named, curly in _PLACE.findall(text)}


def _all(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def _first(value: object) -> str:
    return _all(value)[0]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))
