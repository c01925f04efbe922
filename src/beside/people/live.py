"""Who comes in by a socket, and whose sockets have become too old to stay.

These touch tables, so the gateway calls them from a thread, never on its loop.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

from beside.foundation import clock
from beside.gateway import trouble
from beside.gateway.guest import Guest, Scope
from beside.people import queries, tokens
from beside.people.cookies import VISIT
from beside.people.models import Account, Epoch, StaffSession
from beside.people.sessions import SessionStore, row_key

_COLUMNS = (
    "session_key",
    "session_data",
    "account_id",
    "account__password",
    "account__person_id",
    "account__person__language",
    "account__person__is_made_up",
    "account__person__epoch__number",
    "has_factor",
)


class _Shown(NamedTuple):
    """What a handshake shows: the cookie of a session, and that of a visit."""

    session: str
    visit: str


class _Row(NamedTuple):
    """A session and everything that is asked about it: `_COLUMNS`."""

    session_key: str
    session_data: str
    account_id: int
    password: str
    person_id: uuid.UUID
    language: str
    is_made_up: bool
    epoch: int | None
    has_factor: bool


def greet(scopes: Sequence[Scope]) -> list[Guest | None]:
    """The guests whom the cookies of these handshakes name: staff first, then a seeker. None for a stranger.

    A seeker's page asks as `?side=seeker`: one browser may hold both cookies, as in the demo world.
    Asked once, when the socket opens, in two questions for all who come together. The epoch is read by the
    same statement as the session; from then on it is compared with the table.
    """
    shown = [_shown(scope) for scope in scopes]
    staff = _staff({one.session for one in shown if one.session})
    visits = {one.visit for one in shown if one.visit and one.session not in staff}
    seekers = _seekers(visits)
    return [staff.get(one.session) or seekers.get(one.visit) for one in shown]


def epochs(since: datetime) -> dict[uuid.UUID, int]:
    """The number of every epoch raised since this moment. Let calls overlap: clocks of processes differ."""
    return dict(Epoch.objects.filter(raised_at__gte=since).values_list("person_id", "number"))


def _staff(cookies: Collection[str]) -> dict[str, Guest]:
    """Those of these cookies that name a running session of somebody who may be let in."""
    if not cookies:
        return {}
    by_row = {row_key(cookie): cookie for cookie in cookies}
    running = StaffSession.objects.filter(
        session_key__in=by_row, expire_date__gt=clock.now(), account__is_active=True
    )
    rows = running.annotate(has_factor=queries.factor_of("account")).values_list(*_COLUMNS)
    found = {by_row[row[0]]: _Row._make(row) for row in rows}
    return {cookie: _colleague(row) for cookie, row in found.items() if _stands(cookie, row)}


def _stands(cookie: str, row: _Row) -> bool:
    """Whether a session is what its cookie seals, and of the pass-phrase that holds today.

    The same as Django asks of a page's session. One row that cannot be read keeps nobody else out.
    """
    if not (row.has_factor or queries.factor_is_spared(row.is_made_up)):
        return False
    try:
        held = SessionStore(cookie).decode(row.session_data)
    except Exception as error:
        trouble.tell("a session", error)
        return False
    is_theirs = str(held.get(SESSION_KEY)) == str(row.account_id)
    is_ours = held.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    return is_theirs and is_ours and _is_current(str(held.get(HASH_SESSION_KEY, "")), row.password)


def _is_current(session_hash: str, password: str) -> bool:
    account = Account(password=password)
    if constant_time_compare(session_hash, account.get_session_auth_hash()):
        return True
    older = account.get_session_auth_fallback_hash()
    return any(constant_time_compare(session_hash, one) for one in older)


def _colleague(row: _Row) -> Guest:
    return Guest(row.person_id, "staff", row.language, row.session_key, row.epoch or 0)


def _seekers(cookies: Collection[str]) -> dict[str, Guest]:
    """Those of these cookies that name a running visit."""
    if not cookies:
        return {}
    by_hash = {tokens.hashed(cookie): cookie for cookie in cookies}
    rows = (
        queries.running_visits()
        .filter(token_hash__in=by_hash)
        .values_list("token_hash", "person_id", "person__language", "pk", "person__epoch__number")
    )
    return {
        by_hash[hashed]: Guest(person, "seeker", language, str(visit), epoch or 0)
        for hashed, person, language, visit, epoch in rows
    }


def _shown(scope: Scope) -> _Shown:
    """The cookies of a handshake. That of staff only where it is asked for."""
    raw = b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")
    cookies = parse_cookie(raw.decode("latin-1"))
    as_seeker = b"side=seeker" in scope.get("query_string", b"")
    session = "" if as_seeker else cookies.get(settings.SESSION_COOKIE_NAME, "")
    return _Shown(session, cookies.get(VISIT, ""))
