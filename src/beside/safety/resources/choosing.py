"""From a country to its lines, from a browser's language to a first guess, from a moment to who is awake."""

from collections.abc import Iterable
from datetime import datetime

from babel import Locale
from django.utils.translation import gettext as _

from beside.foundation.errors import NotForYou
from beside.safety.resources.loading import directory
from beside.safety.resources.nouns import SITE, Country, Helpline

_ONE_COUNTRY = {
    "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "et": "EE", "fi": "FI", "fr": "FR", "he": "IL",
    "hi": "IN", "hr": "HR", "hu": "HU", "id": "ID", "is": "IS", "it": "IT", "ja": "JP", "ko": "KR",
    "lt": "LT", "lv": "LV", "mt": "MT", "nb": "NO", "nl": "NL", "no": "NO", "pl": "PL", "ro": "RO",
    "sk": "SK", "sr": "RS", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
}  # fmt: skip
"""Where most speakers of a language live, for languages where that says something."""

_SHORTER = {"HK": "Hong Kong"}
"""Names that people look for, where the locale data has a longer one."""


def for_country(code: str) -> Country:
    """A country by its two letters, whatever their case. Raises NotForYou when it is not in the file."""
    found = directory().countries.get(code.upper())
    if found is None:
        raise NotForYou(_("We have no list for this country yet."))
    return found


def countries(language: str) -> list[tuple[str, str]]:
    """(code, name in the language) of every country, in the alphabet's order."""
    names = {**Locale.parse(language.replace("-", "_")).territories, **_SHORTER}
    named = ((code, names.get(code, code)) for code in directory().countries)
    return sorted(named, key=lambda pair: _plain(pair[1]))


def guess(accepted: str, *, home: str = "") -> str:
    """The country to pre-select from a browser's Accept-Language header, else the house's own, else "".

    It only pre-selects: languages say where somebody may be, the person says where they are.
    """
    known = directory().countries
    tags = [part.partition(";")[0].strip() for part in accepted.split(",")[:8]]
    for tag in tags:
        region = tag.rpartition("-")[2].upper()
        if "-" in tag and region in known:
            return region
    if home.upper() in known:
        return home.upper()
    return next((_ONE_COUNTRY[tag.lower()] for tag in tags if tag.lower() in _ONE_COUNTRY), "")


def awake(country: str, now: datetime) -> list[Helpline]:
    """The lines of a country that answer at a moment (aware), in at least one way.

    Unknown hours do not count, nor lines whose check ran out. A country without a list has nobody.
    """
    found = directory().countries.get(country.upper())
    if found is None:
        return []
    local = now.astimezone(found.zone)
    return [line for line in found.fresh(now.date()) if any(_open(line, local))]


def _open(line: Helpline, local: datetime) -> Iterable[bool]:
    return (way.hours.holds(local) for way in line.ways if way.kind != SITE)


def _plain(name: str) -> str:
    """Accents do not move a country to the end of the alphabet."""
    return name.translate(str.maketrans("ÉÎÅÄÖéè", "EIAAOee")).casefold()
