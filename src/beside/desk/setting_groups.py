"""The settings in groups, in the order in which a helpline meets them: each page with what it is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.people.models import Person, Role

Words = str | Promise


Area = tuple[Words, str]
"""What an area says of itself: its title, its icon."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: where it is, its icon, its title, and what it is for."""

    path: str
    icon: str
    title: Words
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together."""

    title: Words
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Way:
    """A page that is no area: a name of an address, an icon, a title, what it is for, and for whom."""

    page: str
    icon: str
    title: Words
    hint: Words
    roles: tuple[Role, ...] = (Role.MANAGER,)


_HINTS: dict[str, Words] = {
    "words": _("Your name, the two lines of the first page, and in which languages."),
    "topics": _("What people may say they come with."),
    "numbers": _("The emergency number of your country, and your own phone line."),
    "overflow": _("What the first page says then, and where else people can turn."),
    "leaving": _("The harmless page that opens when somebody has to leave fast."),
    "hours": _("The week, your time zone, and closing for now."),
    "holidays": _("Days that are not like the week."),
    "door": _("Whether the door needs somebody on shift, and how early it closes."),
    "rota": _("Whether a shift needs a planned one, reminders, and what nobody may go beyond."),
    "questions": _("At most five, each may be skipped."),
    "offers": _("Who is asked first, for how long, and when the house looks further."),
    "on-call": _("Whom to call at home when nobody is there."),
    "chats": _("How long a chat is, how many at once, when you are full."),
    "silence": _("When the listener is reminded, when kind words are said, when a chat closes."),
    "after": _("The record, the rest after a heavy chat, how much one shift may weigh."),
    "record": _("What is written down after each chat, field by field, and what of it counts."),
    "keeping": _("How soon the key to a chat is destroyed."),
}

_SHUT = Way(
    "desk:works", "lock", _("Shut every door"), _("For repairs or a move, when nothing must come in.")
)
_PHRASES = Way("desk:phrases", "note", _("Phrases"), _("What the guide puts beside a chat, by language."))
_LOOKING = (
    Way("desk:board", "inbox", _("Board"), _("How it stands now; also for a screen on the wall.")),
    Way("desk:numbers", "chart", _("The week in numbers"), _("Weeks that are over, and never who.")),
    Way("desk:simulator", "flask", _("Try a change"), _("Before people live under it.")),
    Way("desk:rota_plan", "calendar", _("Rota"), _("Who comes when, and where somebody is missing.")),
    Way("desk:staffing", "users", _("Staffing"), _("How many people a day needs.")),
)
_ADMINISTRATOR = (Role.ADMINISTRATOR,)
_HOUSE = (
    Way("people:team", "users", _("Team"), _("Who works here, with which roles, and who is invited.")),
    Way("desk:services", "plus", _("Services"), _("Several helplines in one house, each with its own door.")),
    Way(
        "/health",
        "pulse",
        _("Health"),
        _("What this installation survives, and what is late."),
        _ADMINISTRATOR,
    ),
    Way(
        "/health/kept",
        "clock",
        _("How long things are kept"),
        _("The lengths people read before they type."),
        _ADMINISTRATOR,
    ),
)

_GROUPS: tuple[tuple[Words, tuple[str, ...], tuple[Way, ...]], ...] = (
    (_("What people see first"), ("words", "topics", "numbers", "overflow", "leaving"), ()),
    (_("When you are open"), ("hours", "holidays", "door", "rota"), (_SHUT,)),
    (_("While people wait"), ("questions", "offers", "takers", "on-call"), ()),
    (_("In the chat"), ("chats", "silence"), (_PHRASES,)),
    (_("After a chat"), ("after", "record", "keeping"), ()),
    (_("Looking and planning"), (), _LOOKING),
    (_("The house"), (), _HOUSE),
)
_REST = _("More")


def grouped(areas: Mapping[str, Area], ending: str, person: Person | None) -> list[Group]:
    """The settings of a service. `ending`: how its addresses end; `person`: whose house it is, else None.

    An area that stands in no group comes last, so that none can be missed. Empty groups are left out.
    """
    found = [
        Group(title, [*_of(areas, slugs, ending), *_ways(ways, person)]) for title, slugs, ways in _GROUPS
    ]
    known = {slug for _title, slugs, _others in _GROUPS for slug in slugs}
    rest = Group(_REST, _of(areas, [slug for slug in areas if slug not in known], ending))
    return [group for group in (*found, rest) if group.entries]


def _of(areas: Mapping[str, Area], slugs: Iterable[str], ending: str) -> list[Entry]:
    return [_area(slug, areas[slug], ending) for slug in slugs if slug in areas]


def _area(slug: str, area: Area, ending: str) -> Entry:
    path = reverse("desk:settings_area", args=[slug]) + ending
    title, icon = area
    return Entry(path, icon, title, _HINTS.get(slug, ""))


def _ways(ways: Iterable[Way], person: Person | None) -> list[Entry]:
    """Those this person may go. A page of a room above is named by its path."""
    mine = [way for way in ways if person is not None and person.has_role(*way.roles)]
    return [Entry(_path(way.page), way.icon, way.title, way.hint) for way in mine]


def _path(page: str) -> str:
    return page if page.startswith("/") else reverse(page)
