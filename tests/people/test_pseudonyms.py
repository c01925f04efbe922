"""Names that insult nobody: what can be checked without reading is checked, the rest was read."""

import re
import unicodedata

import pytest
from django.conf import settings

from beside.people import pseudonyms

ENOUGH = 3000
FORBIDDEN = {
    "en": "bridge cliff edge rope rail road tower roof river lake sea deep drowning last end dead still "
    "cold dark knife blade gun fire pill poison swallow thrush cow pig rat snake dog donkey ape hen goose "
    "vulture weasel slow small little fat thin dull grey lonely lost broken crazy mad blue heavy king",
    "fr": "pont falaise bord corde rail route tour toit rivière lac mer profond dernier fin mort froid "
    "sombre noyer couteau lame arme feu cachet poison vache cochon rat serpent chien âne dinde grue pie "
    "vipère poule porc lent petit gros maigre gris seul perdu fou folle lourd roi reine dame",
}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_language_of_the_pages_has_its_names(language: str) -> None:
    assert language in pseudonyms.languages()
    adjectives, things, order = pseudonyms.words(language)
    assert len(adjectives) * len(things) >= ENOUGH
    assert len(set(adjectives)) == len(adjectives) and len(set(things)) == len(things)
    assert {"{adjective}", "{thing}"} == set(re.findall(r"{\w+}", order))
    for word in (*adjectives, *things):
        assert word == unicodedata.normalize("NFC", word).strip() and re.fullmatch(
            r"[^\W\d_]+(-[^\W\d_]+)*", word
        )


@pytest.mark.parametrize("language", sorted(FORBIDDEN))
def test_no_word_wounds(language: str) -> None:
    adjectives, things, _order = pseudonyms.words(language)
    used = {word.lower() for word in (*adjectives, *things)}
    assert used.isdisjoint(FORBIDDEN[language].split())


def test_french_adjectives_tell_no_gender() -> None:
    adjectives, _things, _order = pseudonyms.words("fr")
    colours = {"azur", "corail", "indigo", "lilas", "pastel", "ambre", "cuivre"}  # nouns: they never agree
    assert [word for word in adjectives if not word.endswith("e") and word not in colours] == []
    assert [
        word for word in adjectives if word.endswith(("ée", "elle", "euse", "ive", "ienne", "ale", "ière"))
    ] == []


def test_a_name_is_made_of_both_lists() -> None:
    adjectives, things, _order = pseudonyms.words("en")
    for _each in range(50):
        adjective, thing = pseudonyms.pick("en").split(" ")
        assert adjective in adjectives and thing in things


def test_a_language_without_a_list_speaks_english() -> None:
    assert pseudonyms.words("xx") == pseudonyms.words("en")
    assert pseudonyms.words("fr-CA") == pseudonyms.words("fr")
