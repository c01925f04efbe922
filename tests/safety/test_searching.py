"""Finding a line of the directory by a few words."""

from collections import Counter
from datetime import date

import pytest
from django.utils import translation

from beside.foundation.errors import Invalid
from beside.safety import resources, searching

DAY = date(2026, 11, 23)


def names(words: str, home: str = "GB", language: str = "en", today: date = DAY) -> list[str]:
    """What is found, by its code."""
    found = searching.search(words, home=home, language=language, today=today)
    return [searching.code_of(line) for line in found]


def test_every_line_has_a_code_of_its_own() -> None:
    codes = [
        searching.code_of(line)
        for country in resources.directory().countries.values()
        for line in country.lines
    ]
    assert Counter(codes).most_common(1)[0][1] == 1
    assert max(map(len, codes)) <= 80


def test_without_words_the_lines_of_the_house_come() -> None:
    found = names("", home="fr")
    assert found and all(code.startswith("fr-") for code in found)
    assert names("", home="") == []


def test_words_find_countries_in_both_languages_without_accents() -> None:
    assert names("allemagne") == names("germany")
    assert all(code.startswith("de-") for code in names("germany"))
    assert names("Etats unis") == names("États-Unis".replace("-", " ")) != []


def test_every_word_has_to_be_found_and_the_own_country_comes_first() -> None:
    assert names("samaritans")[0].startswith("gb-")
    assert set(names("samaritans text")) <= set(names("samaritans"))
    assert names("samaritans zebra") == []


def test_no_more_than_a_choice_is_shown() -> None:
    assert len(names("e")) == searching.MOST


def test_what_is_found_does_not_depend_on_the_readers_language() -> None:
    english = names("jeunes")
    with translation.override("fr"):
        assert names("jeunes") == english != []


def test_a_line_whose_check_ran_out_is_not_found_and_not_shared() -> None:
    late = date(2031, 1, 1)
    assert names("samaritans", today=late) == []
    code = names("samaritans")[0]
    assert searching.by_code(code, DAY).name
    for wrong in ("gb-nobody", ""):
        with pytest.raises(Invalid):
            searching.by_code(wrong, DAY)
    with pytest.raises(Invalid):
        searching.by_code(code, late)
