"""What the pages of numbers show. No database: they open when nothing else does."""

from datetime import date
from typing import Any

from beside.safety import resources, wording
from beside.safety.resources import Country


def now(accepted: str, home: str, language: str, today: date) -> dict[str, Any]:
    """The first page: the house's own country opened, when it has one, and all others to choose from.

    `accepted` is the browser's Accept-Language header: it only pre-selects.
    """
    known = resources.directory().countries
    own = known.get(home.upper())
    return {
        "names": resources.countries(language),
        "finders": resources.directory().finders,
        **(country(own, language, today) if own else {}),
        "chosen": resources.guess(accepted, home=home),
    }


def country(found: Country, language: str, today: date) -> dict[str, Any]:
    """One country: emergency first, who answers, who can be reached without a voice, what is stale."""
    fresh, stale = found.fresh(today), found.stale(today)
    return {
        "code": found.code,
        "country": dict(resources.countries(language))[found.code],
        "emergency": wording.emergency(found.emergency),
        "rows": wording.rows(fresh),
        "by_text": wording.by_text(found.emergency),
        "silent": wording.rows(fresh, silent=True),
        "stale": wording.rows(stale),
        "checked_before": wording.day(max(line.checked for line in stale)) if stale else "",
        "names": resources.countries(language),
        "chosen": found.code,
        "finders": resources.directory().finders,
    }
