"""How long things are kept, as pages say it. The numbers come from above, from where they are also obeyed."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import timedelta

from django.utils.translation import ngettext

_DAY = timedelta(days=1)
_YEAR = 365


@dataclass(frozen=True)
class Lengths:
    """How long: a chat without and with five words, an unmatched wait, a chat held for a life at risk, the
    copies.

    `key_copies` is how long a destroyed key can still be in a backup of keys: until then a thief of such a
    backup could read what was erased.
    """

    without_words: timedelta
    with_words: timedelta
    waiting: timedelta
    held: timedelta
    decisions: timedelta
    audit: timedelta
    copies: timedelta
    key_copies: timedelta


Provider = Callable[[], Lengths]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Say who knows. Called once, from the project's wiring; the last one called wins."""
    _provider[:] = [provider]


def current() -> Lengths:
    """The lengths in force. Raises LookupError when nobody was named: a page must not guess them."""
    if not _provider:
        raise LookupError("Nobody said how long things are kept: see project/wiring.py.")
    return _provider[0]()


def worded(keep_hours: int | None = None) -> dict[str, str]:
    """Each length in words, in the active language: {"without_words": "24 hours", …}.

    With `keep_hours`, a chat without five words goes after so many hours, if that is sooner.
    """
    lengths = current()
    if keep_hours:
        sooner = min(lengths.without_words, timedelta(hours=keep_hours))
        lengths = replace(lengths, without_words=sooner)
    return {one.name: in_words(getattr(lengths, one.name)) for one in fields(Lengths)}


def in_words(length: timedelta) -> str:
    """Such as "24 hours", "30 days", "3 years": hours below two days, years when they come out even."""
    if length < 2 * _DAY:
        hours = round(length.total_seconds() / 3600)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if length.days % _YEAR == 0:
        years = length.days // _YEAR
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d day", "%(count)d days", length.days) % {"count": length.days}
