"""The house as its pages see it: name, way out, numbers, words. Filled from above, safe when not."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest
from django.utils.translation import get_language

from beside.foundation.errors import Unavailable


@dataclass(frozen=True)
class House:
    """What an operator says about the service, in the language of the page.

    `tab` is the neutral word in the browser's tab. `exit_address` is where *Leave now* goes. Numbers are
    written as they are dialled, empty when the operator has set none. `languages` are codes, the first is
    the default. `time_zone` is where its hours are meant. `keep_hours` is set where chats are
    destroyed sooner after their end than in the house.
    """

    name: str = "Beside"
    tab: str = "Beside"
    exit_address: str = "https://www.wikipedia.org/"
    emergency_number: str = "112"
    helpline_number: str = ""
    country: str = ""
    is_demo: bool = False
    languages: tuple[str, ...] = ("en", "fr")
    welcome: str = ""
    lead: str = ""
    training: str = ""
    time_zone: str = "UTC"
    keep_hours: int | None = None


Provider = Callable[[], House]
Finder = Callable[[HttpRequest], House | None]
_provider: list[Provider] = []
_finder: list[Finder] = []
_last_seen: dict[str, House] = {}


def provide(provider: Provider) -> None:
    """Say who knows the house. Called once, from the project's wiring; the last one called wins."""
    _provider[:] = [provider]
    _last_seen.clear()


def look_first(finder: Finder) -> None:
    """Say who knows which pages are those of one service (None: not this page). The last one called wins."""
    _finder[:] = [finder]


def of(request: HttpRequest) -> House:
    """The house for this request, asked for once."""
    known: House | None = getattr(request, "beside_house", None)
    if known is None:
        known = _of_the_page(request) or current()
        request.beside_house = known  # type: ignore[attr-defined]  # kept on the request
    return known


def take(request: HttpRequest, house: House) -> None:
    """The pages of this request are those of one service of the house: its name, numbers and way out."""
    request.beside_house = house  # type: ignore[attr-defined]  # kept on the request


def _of_the_page(request: HttpRequest) -> House | None:
    try:
        return _finder[0](request) if _finder else None
    except (DatabaseTrouble, Unavailable):
        return None


def current() -> House:
    """The house in the active language. When the database is away: as last seen, else the plain default."""
    language = get_language() or ""
    if not _provider:
        return House()
    try:
        _last_seen[language] = _provider[0]()
    except (DatabaseTrouble, Unavailable):
        return _last_seen.get(language) or House()
    return _last_seen[language]
