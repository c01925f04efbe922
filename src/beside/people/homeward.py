"""Where a seeker who comes back is led. Rooms above know; the wiring tells."""

from collections.abc import Callable

from beside.people.models import Person

WAY_IN = "/talk"
_finders: list[Callable[[Person], str]] = []


def lead(find: Callable[[Person], str]) -> None:
    """Ask `find(person)` for the address of what is open for a person; empty when it knows none.

    Several may be told; the first that knows one wins, in the order they came. Telling twice is once.
    """
    if find not in _finders:
        _finders.append(find)


def address(person: Person) -> str:
    """The page for this person: their latest conversation or place in line, else the way in."""
    return next((found for find in _finders if (found := find(person))), WAY_IN)
