"""Who comes in by a socket, and whose sockets have become too old to stay.

These touch tables, so the gateway calls them from a thread, never on its loop.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, parse_cookie

from beside.gateway.guest import Guest, Scope
from beside.people import queries
from beside.people.cookies import VISIT
from beside.people.models import Account, Epoch, Person
from beside.people.sessions import SessionStore, row_key


def greet(scope: Scope) -> Guest | None:
    """The guest whom the cookies of this handshake name: staff first, then a seeker. None for a stranger.

    A seeker's page asks as `?side=seeker`: one browser may hold both cookies, as in the demo world.
    Asked once, when the socket opens. From then on the guest's epoch is compared with the table.
    """
    cookies = _cookies(scope)
    if b"side=seeker" in scope.get("query_string", b""):
        return _seeker(cookies.get(VISIT, ""))
    return _staff(cookies.get(settings.SESSION_COOKIE_NAME, "")) or _seeker(cookies.get(VISIT, ""))


def epochs(since: datetime) -> dict[uuid.UUID, int]:
    """The number of every epoch raised since this moment. Let calls overlap: clocks of processes differ."""
    return dict(Epoch.objects.filter(raised_at__gte=since).values_list("person_id", "number"))


def _staff(session_key: str) -> Guest | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    account = auth.get_user(request)
    if not isinstance(account, Account) or not account.is_active or queries.lacks_factor(account):
        return None
    return _guest(account.person, "staff", row_key(session_key))


def _seeker(token: str) -> Guest | None:
    visit = queries.visit_by_token(token)
    return _guest(visit.person, "seeker", str(visit.pk)) if visit else None


def _guest(person: Person, side: str, session: str) -> Guest:
    return Guest(
        person=person.pk,
        side="staff" if side == "staff" else "seeker",
        language=person.language,
        session=session,
        epoch=queries.epoch(person),
    )


def _cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a handshake."""
    raw = b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")
    return parse_cookie(raw.decode("latin-1"))
