"""Named slots: a page leaves one open, a room above fills it from the wiring. No template links sideways."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from beside.foundation.errors import Unavailable

Renderer = Callable[[HttpRequest | None, Mapping[str, Any]], str]
_fillers: dict[str, list[Renderer]] = {}


def fill(name: str, renderer: Renderer) -> None:
    """Put something into the slot `name`. Several may; they stand in the order they came.

    `renderer(request, context)` gets the page's request (None outside a request) and its flat context, and
    returns HTML that is already safe, or an empty string.
    """
    fillers = _fillers.setdefault(name, [])
    if renderer not in fillers:
        fillers.append(renderer)


def clear(name: str) -> None:
    """Empty the slot `name`."""
    _fillers.pop(name, None)


def render(name: str, request: HttpRequest | None, context: Mapping[str, Any]) -> SafeString:
    """What stands in the slot, empty when nobody filled it or the database is away: help pages must open."""
    try:
        parts = [renderer(request, context) for renderer in _fillers.get(name, ())]
    except (DatabaseTrouble, Unavailable):
        return mark_safe("")
    return mark_safe("".join(parts))  # renderers answer for their own escaping
