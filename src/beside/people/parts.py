"""What this room puts on every staff page: where one may go, who one is. Named slots of `web/staff.html`."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from beside.people import queries
from beside.people.models import Role

_PLACES = (
    ("/desk", "chat", _("Desk"), (Role.LISTENER, Role.COUNSELLOR, Role.SUPERVISOR)),
    ("/lead", "eye", _("Supervision"), (Role.SUPERVISOR,)),
    ("/board", "inbox", _("Board"), (Role.LISTENER, Role.COUNSELLOR, Role.SUPERVISOR, Role.MANAGER)),
    ("/rota", "calendar", _("Rota"), (Role.SUPERVISOR, Role.MANAGER)),
    ("/team", "users", _("Team"), (Role.MANAGER, Role.ADMINISTRATOR)),
    ("/team/resets", "key", _("Second steps"), (Role.SUPERVISOR,)),
    ("/numbers", "chart", _("The week in numbers"), (Role.MANAGER,)),
    ("/simulator", "flask", _("Try a change"), (Role.MANAGER, Role.SUPERVISOR)),
    ("/settings", "sliders", _("Settings"), (Role.MANAGER,)),
    ("/health", "pulse", _("Health"), (Role.ADMINISTRATOR,)),
)
"""Path, icon, words, and for whom. The page one is on is the longest path that matches."""


def navigation(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Slot `staff.nav`: the places this person may open; nothing before they are signed in."""
    person = queries.staff(request) if request else None
    if request is None or person is None:
        return ""
    places = [place for place in _PLACES if person.has_role(*place[3])]
    here = max((path for path, *_rest in places if _is_in(request.path, path)), key=len, default="")
    return render_to_string("people/_navigation.html", {"places": places, "here": here})


def oneself(request: HttpRequest | None, context: Mapping[str, Any]) -> str:
    """Slot `staff.me`: one's name, leading to one's own page."""
    person = queries.staff(request) if request else None
    return render_to_string("people/_oneself.html", {"person": person}) if person else ""


def _is_in(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")
