"""What the desk puts into other rooms' pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from beside.desk import queries
from beside.desk.views.wait import how_it_stands
from beside.people.cookies import VISIT
from beside.people.queries import visitor

_OWN_PAGES = ("/wait/", "/c/", "/leave")


def keep_place(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """The bar for someone in line or in a chat who looks at another page. Empty for everybody else."""
    if request is None or VISIT not in request.COOKIES or request.path.startswith(_OWN_PAGES):
        return ""
    person = visitor(request)
    held = queries.live_request(person) if person else None
    if held is None:
        return ""
    facts = {"held": held, "how": how_it_stands(held)}
    return render_to_string("desk/keep_place.html", facts, request)
