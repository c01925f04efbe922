"""What safety puts into other rooms' pages."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string


def danger(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """The card beside a chat: the fastest help, always in the same place."""
    return render_to_string("safety/danger.html", {"house": context.get("house")}, request)
