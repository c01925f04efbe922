"""Finding a line of the directory by a few words, in whatever language they are typed."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from beside.foundation.errors import Invalid
from beside.safety import resources, wording
from beside.safety.resources import Country, Helpline

MOST = 8
"""How many lines a search shows: a choice, not a list."""

_EVERYBODY = ("all", "adults")


def code_of(line: Helpline) -> str:
    """The short name of a line, the same for as long as the line is called so: "gb-samaritans"."""
    return f"{line.country.lower()}-{slugify(line.name)}"


def by_code(code: str, today: date) -> Helpline:
    """The line of this name whose check still counts. Raises Invalid when there is none."""
    found = next((line for line in _fresh(today) if code_of(line) == code), None)
    if found is None:
        raise Invalid(_("This line is not in the directory any more. Search again."))
    return found


def search(words: str, *, home: str, language: str, today: date) -> list[Helpline]:
    """Lines in whose country, name, hint, audience, languages or ways every word is found; the nearest first.

    `home` is the country and `language` the language to prefer. Without a word: the lines of `home`.
    """
    asked = _plain(words).split()
    lines = [line for line in _fresh(today) if all(word in _haystack(code_of(line)) for word in asked)]
    if not asked:
        lines = [line for line in lines if line.country == home.upper()]
    return sorted(lines, key=lambda line: _far(line, home, language))[:MOST]


def _far(line: Helpline, home: str, language: str) -> tuple[bool, bool, bool, str]:
    spoken = language.partition("-")[0] in line.languages
    return line.country != home.upper(), not spoken, line.audience not in _EVERYBODY, line.name


def _fresh(today: date) -> list[Helpline]:
    countries: Iterable[Country] = resources.directory().countries.values()
    return [line for country in countries for line in country.fresh(today)]


@cache
def _haystack(code: str) -> str:
    """Everything a line can be found by, in every language of the house."""
    country = resources.directory().countries[code.partition("-")[0].upper()]
    line = next(one for one in country.lines if code_of(one) == code)
    parts = [line.name, line.country, *line.hint.values()]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            parts += _in_words(line, Locale.parse(language.replace("-", "_")))
    return _plain(" ".join(parts))


def _in_words(line: Helpline, locale: Locale) -> list[str]:
    shown = wording.row(line)
    ways = [f"{button.words} {button.number} {button.after}" for button in shown.buttons]
    return [locale.territories.get(line.country, ""), shown.who, shown.languages, *ways]


def _plain(text: str) -> str:
    """Without accents and capitals, so that "ecoute" finds "Écoute"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
