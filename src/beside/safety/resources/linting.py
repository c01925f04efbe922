"""What a careful reader would say about the data file on a given day."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from beside.safety.resources.loading import directory
from beside.safety.resources.nouns import CALL, CHAT, SITE, TEXT, WHATSAPP, Directory, Helpline, Way

TRUSTED_FOR = {"high": timedelta(days=180), "medium": timedelta(days=90), "low": timedelta(days=90)}
"""How long a check counts (numbers decay: half a year when read on a page, three months otherwise)."""

AUDIENCES = ("all", "adults", "young", "children", "veterans", "lgbtq_young", "english")
_KINDS = (CALL, TEXT, WHATSAPP, CHAT, SITE)
_METHODS = ("page", "lists", "known", "called")
_SOON = timedelta(days=14)


def lint(today: date, found: Directory | None = None) -> list[str]:
    """Findings, one sentence each; an empty list when all is well on that day."""
    found = found or directory()
    said = [sentence for country in found.countries.values() for sentence in _of(country.lines, today)]
    for country in found.countries.values():
        if not country.emergency:
            said.append(f"{country.code}: no emergency number")
    for finder in found.finders:
        said += _dates(finder.name, finder.checked, finder.expires, today)
    return said


def _of(lines: tuple[Helpline, ...], today: date) -> Iterator[str]:
    for line in lines:
        who = f"{line.country} {line.name}"
        yield from _dates(who, line.checked, line.expires, today)
        if line.expires - line.checked > TRUSTED_FOR.get(line.confidence, timedelta(0)):
            yield f"{who}: trusted for longer than its confidence ({line.confidence}) allows"
        if line.audience not in AUDIENCES or line.method not in _METHODS or not line.source:
            yield f"{who}: audience, method or source is missing or not known"
        if line.hint and line.hint.keys() < {"en", "fr"}:
            yield f"{who}: the hint lacks a language"
        for way in line.ways:
            yield from _way(who, way)


def _dates(who: str, checked: date, expires: date, today: date) -> Iterator[str]:
    if checked > today:
        yield f"{who}: checked on {checked}, which is still to come"
    if expires < today:
        yield f"{who}: expired on {expires}; check it again or take it out"
    elif expires - today <= _SOON:
        yield f"{who}: expires on {expires}"


def _way(who: str, way: Way) -> Iterator[str]:
    if way.kind not in _KINDS:
        yield f"{who}: no such kind: {way.kind}"
    if way.kind in (CALL, TEXT, WHATSAPP) and not any(c.isdigit() for c in way.number):
        yield f"{who}: {way.number!r} is not a number"
    if way.kind in (CHAT, SITE) and urlsplit(way.url).scheme != "https":
        yield f"{who}: {way.url} is not an https address"
