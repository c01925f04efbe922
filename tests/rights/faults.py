"""Doors taken off on purpose: the table must come out red."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, get_resolver, path

from beside.conversations import queries
from beside.conversations.models import Seat
from beside.people.models import Person
from beside.project import wiring
from tests.rights import routes


def break_(fault: str) -> frozenset[str]:
    """Break one thing; the pages or frames that it touches."""
    return FAULTS[fault]()


def anything(request: HttpRequest) -> HttpResponse:
    """A page that nobody reviewed."""
    return HttpResponse()


def _no_door() -> frozenset[str]:
    """A supervisor's page lets in whoever asks."""
    _take_off("desk:hand")
    return frozenset({"desk:hand"})


def _no_owner() -> frozenset[str]:
    """A chat's log asks nobody whether they have a seat in it, nor does a socket."""

    def any_seat(person: Person, conversation_id: object) -> Seat:
        seats = Seat.objects.select_related("conversation", "person").filter(conversation_id=conversation_id)
        return seats.filter(person=person).first() or seats[0]

    queries.seat_of = any_seat  # type: ignore[assignment]
    return frozenset({"desk:lines", "open"})


def _new_page() -> frozenset[str]:
    """A page that is in no line of the table."""
    get_resolver().url_patterns.append(path("all/words", anything, name="all_words"))
    clear_url_caches()
    return frozenset({"web:me"})


def _new_frame() -> frozenset[str]:
    """A frame that is in no line of the table."""
    doors: Any = wiring.DOORS
    doors["everything"] = doors["desk"]
    return frozenset({"desk"})


def _take_off(name: str) -> None:
    page = next(page for page in routes.pages() if page.name == name)
    inner: Any = page.pattern.callback
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__

    def open_to_all(request: HttpRequest, **about: Any) -> HttpResponse:
        answer: HttpResponse = inner(request, Person.objects.get(name="ines"), **about)
        return answer

    page.pattern.callback = open_to_all


FAULTS: Mapping[str, Callable[[], frozenset[str]]] = {
    "a page without its door": _no_door,
    "a log that asks for no seat": _no_owner,
    "a page that nobody reviewed": _new_page,
    "a frame that nobody reviewed": _new_frame,
}
