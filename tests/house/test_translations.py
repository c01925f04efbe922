"""English and French are complete, and say things as the house does."""

import re

import pytest
from babel.messages.catalog import Catalog

from tests.house import phrases

FRENCH_SPACE = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_MARK = re.compile(r"(.)([?!:;])(?=\s|$|</)")
_ENTITY = re.compile(r"&#?\w+;")
_NOT_OUR_WORDS = re.compile(r"\b(users?|tickets?|agents?|diagnos\w+|treat(ed|ing|s)?)\b", re.IGNORECASE)


@pytest.mark.parametrize("room", phrases.rooms())
def test_every_phrase_has_its_french(room: str) -> None:
    assert phrases.lacking(phrases.wanted(room), phrases.catalogue(room, "fr")) == []


@pytest.mark.parametrize("room", phrases.rooms())
def test_no_entry_is_left_over(room: str) -> None:
    assert phrases.left_over(phrases.wanted(room), phrases.catalogue(room, "fr")) == []


@pytest.mark.parametrize("room", phrases.rooms())
def test_nobody_is_shouted_at(room: str) -> None:
    texts = [phrase.text for phrase in phrases.wanted(room)] + french(room)
    assert [text for text in texts if "!" in text] == []


@pytest.mark.parametrize("room", phrases.rooms())
def test_the_words_are_ours(room: str) -> None:
    assert [phrase for phrase in phrases.wanted(room) if _NOT_OUR_WORDS.search(phrase.text)] == []


@pytest.mark.parametrize("room", phrases.rooms())
def test_french_marks_stand_apart(room: str) -> None:
    assert [text for text in french(room) if badly_spaced(text)] == []


def test_the_extractor_finds_phrases_in_python_and_templates() -> None:
    code = "_('one')\nngettext('%(n)s day', '%(n)s days', n)\npgettext('month', 'May')\nother('no')\n_(name)"
    found = [(phrase.text, phrase.context) for phrase in phrases.in_python(code, "x")]
    assert found == [("one", ""), ("%(n)s day", ""), ("May", "month")]
    page = """{% load i18n %}{% translate "It's here" %} {% x label=_('two') %} _(plain)
    {% blocktranslate trimmed count n=n %}
      {{ n }} hour {% plural %} {{ n }} hours {% endblocktranslate %}{% translate "May" context "month" %}"""
    found = [(phrase.text, phrase.context) for phrase in phrases.in_template(page, "x")]
    assert found == [("It's here", ""), ("two", ""), ("%(n)s hour", ""), ("May", "month")]


def test_a_missing_phrase_is_found() -> None:
    catalog = Catalog(locale="fr")
    catalog.add("good", "bon")
    catalog.add("empty", "")
    catalog.add("unsure", "pas sûr", flags=["fuzzy"])
    catalog.add("%(n)s left", "il reste %(m)s")
    asked = [
        phrases.Phrase(text, "", "x.py:1") for text in ("good", "empty", "unsure", "%(n)s left", "absent")
    ]
    assert phrases.lacking(asked, catalog) == [
        "x.py:1: “%(n)s left” has other placeholders: m, n",
        "x.py:1: “absent” has no entry",
        "x.py:1: “empty” is empty",
        "x.py:1: “unsure” is fuzzy",
    ]
    assert phrases.left_over(asked[:3], catalog) == ["%(n)s left"]


def test_bad_spacing_is_found() -> None:
    assert badly_spaced("Êtes-vous là ?")
    assert badly_spaced("Êtes-vous là?")
    assert badly_spaced("« bonjour »")
    assert not badly_spaced("Êtes-vous là\N{NO-BREAK SPACE}? À 18:30, l’accueil &amp; vous")


def french(room: str) -> list[str]:
    """All French texts of a room."""
    return [text for entry in phrases.catalogue(room, "fr") if entry.id for text in texts_of(entry.string)]


def texts_of(value: str | tuple[str, ...] | list[str]) -> list[str]:
    """An entry's forms."""
    return [value] if isinstance(value, str) else list(value)


def badly_spaced(text: str) -> bool:
    """Whether a French mark stands without its no-break space."""
    plain = _ENTITY.sub("&", text)
    marks = any(before not in FRENCH_SPACE for before, _ in _MARK.findall(plain))
    quotes = re.search(rf"«[^{FRENCH_SPACE}]|[^{FRENCH_SPACE}]»", plain)
    return marks or bool(quotes)
