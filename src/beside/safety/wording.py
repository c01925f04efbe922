"""The directory in words: hours, languages, who a line is for, what each button says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date, get_day_names
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from beside.safety.resources.hours import ALWAYS, UNKNOWN, Hours
from beside.safety.resources.nouns import CALL, CHAT, SITE, TEXT, WHATSAPP, Emergency, Helpline, Way

_ICONS = {CALL: "phone", TEXT: "chat", WHATSAPP: "chat", CHAT: "chat", SITE: "globe"}
_AUDIENCES: dict[str, str | Promise] = {
    "adults": gettext_lazy("For adults"),
    "young": gettext_lazy("For young people"),
    "children": gettext_lazy("For children and teenagers"),
    "veterans": gettext_lazy("For veterans"),
    "lgbtq_young": gettext_lazy("For young LGBTQ+ people"),
    "english": gettext_lazy("For people who speak English"),
}
_SERVICES: dict[str, str | Promise] = {
    "ambulance": gettext_lazy("ambulance"),
    "police": gettext_lazy("police"),
    "text": gettext_lazy("by text"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """One way as the page shows it. `href` is empty for a number that no link can open."""

    words: str
    number: str
    after: str
    href: str
    icon: str
    when: str
    outside: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the page shows it."""

    name: str
    who: str
    languages: str
    hint: str
    checked: str
    buttons: tuple[Button, ...]
    site: Button | None


def locale() -> Locale:
    """The page's language for dates and names."""
    return Locale.parse((get_language() or "en").replace("-", "_"))


def row(line: Helpline, *, silent: bool = False) -> Row:
    """A line in words; with `silent` only the ways that need no voice."""
    language = (get_language() or "en").partition("-")[0]
    ways = [way for way in line.ways if way.kind != SITE and (way.silent or not silent)]
    sites = [button(way) for way in line.ways if way.kind == SITE]
    return Row(
        name=line.name,
        who=_who(line),
        languages=_spoken(line.languages),
        hint=line.hint.get(language, line.hint.get("en", "")),
        checked=day(line.checked),
        buttons=tuple(button(way) for way in ways),
        site=next(iter(sites), None),
    )


def rows(lines: Iterable[Helpline], *, silent: bool = False) -> list[Row]:
    """Lines in words; with `silent` only those that can be reached without a voice."""
    return [row(line, silent=silent) for line in lines if not silent or any(way.silent for way in line.ways)]


def emergency(numbers: Iterable[Emergency]) -> list[tuple[Emergency, str]]:
    """Each emergency number with what it is for, empty when for everything."""
    return [(one, str(_SERVICES.get(one.what, ""))) for one in numbers]


def by_text(numbers: Iterable[Emergency]) -> list[Button]:
    """The emergency numbers that can be written to."""
    return [button(Way(kind=TEXT, hours=ALWAYS, number=one.number)) for one in numbers if one.what == TEXT]


def day(moment: date) -> str:
    """A day as people write it."""
    return format_date(moment, "d MMMM y", locale=locale())


def hours(when: Hours) -> str:
    """Hours in words."""
    if not when.known:
        return _("At some hours")
    if when.always:
        return _("Day and night")
    until = "24:00" if when.closes.hour == when.closes.minute == 0 else f"{when.closes:%H:%M}"
    span = f"{when.opens:%H:%M}–{until}"
    if len(when.days) == 7:
        return _("Every day %(span)s") % {"span": span}
    names = get_day_names("abbreviated", locale=locale())
    return f"{names[when.days[0]]}–{names[when.days[-1]]} {span}"


def own_number(number: str) -> Button:
    """The house's own number as a button."""
    return button(Way(kind=CALL, hours=UNKNOWN, number=number))


def _who(line: Helpline) -> str:
    words = str(_AUDIENCES.get(line.audience, ""))
    if line.ages is None:
        return words
    low, high = line.ages
    if low == 0:
        return _("For people under %(age)s") % {"age": high + 1}
    return _("For people from %(low)s to %(high)s") % {"low": low, "high": high}


def _spoken(languages: Iterable[str]) -> str:
    names = [locale().languages.get(code, code) for code in languages]
    return ", ".join(name[:1].upper() + name[1:] if index == 0 else name for index, name in enumerate(names))


def button(way: Way) -> Button:
    """One way in words."""
    words, after = _said(way)
    number = way.number or urlsplit(way.url).netloc.removeprefix("www.")
    return Button(
        words=words,
        number=number,
        after=after,
        href=way.href,
        icon=_ICONS[way.kind],
        when="" if way.kind == SITE else hours(way.hours),
        outside=way.kind in (CHAT, SITE),
        silent=way.silent,
    )


def _said(way: Way) -> tuple[str, str]:
    if way.kind == CALL:
        return _("Call"), _("then press %(key)s") % {"key": way.then} if way.then else ""
    if way.kind == TEXT:
        return (_("Text %(word)s to") % {"word": way.send} if way.send else _("Text")), ""
    if way.kind == WHATSAPP:
        return "WhatsApp", ""
    return (_("Chat on") if way.kind == CHAT else _("Website")), ""
