"""In a house of several services, the pages of somebody's chat are those of the service they came to."""

from django.http import HttpRequest

from beside.desk import queries
from beside.desk.models import Request
from beside.people.queries import visitor
from beside.web.house import House

OF_A_CHAT = ("c/", "log/", "wait/")
"""How the addresses of a chat's pages begin. Staff have others."""

OF_THE_PERSON = ("leave", "private", "me/phrase", "me/data")
"""Pages that a chat leads to: they speak of the service that the person came to last."""


def of_the_person(request: HttpRequest) -> House | None:
    """The service of the person's own chat, or None: a page of the house, or somebody else's chat.

    Where there is one service alone, nothing is asked.
    """
    if len(queries.services()) < 2 or request.resolver_match is None:
        return None
    route = request.resolver_match.route
    person = visitor(request) if route.startswith((*OF_A_CHAT, *OF_THE_PERSON)) else None
    if person is None:
        return None
    asked = Request.objects.select_related("service").filter(person=person)
    if route.startswith(OF_A_CHAT):
        asked = asked.filter(conversation=request.resolver_match.kwargs.get("conversation_id"))
    found = asked.order_by("-joined_at", "-pk").first()
    slug = queries.slug_of(found) if found is not None else ""
    return queries.house(slug) if slug else None
