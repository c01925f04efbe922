"""What every template knows: the house and how the person likes the pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from beside.web import house, lengths, looks


def page(request: HttpRequest) -> dict[str, Any]:
    """`house`, `look`, `tongues` and `kept_for`, looked up only when a template asks."""
    here = SimpleLazyObject(lambda: house.of(request))
    return {
        "house": here,
        "look": looks.look(request),
        "tongues": SimpleLazyObject(lambda: looks.tongues(here.languages)),
        "kept_for": SimpleLazyObject(lambda: lengths.worded(here.keep_hours)),
    }
