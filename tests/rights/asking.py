"""One cell of the table on a page: ask for it with somebody's cookies, and say in one word what came back."""

import re
import uuid
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

from tests.rights.routes import Page

GIVEN: dict[str, Any] = {
    "words": "the words of this test",
    "style": "note",
    "beside": "1",
    "reason": "finished",
    "safe": "yes",
    "distress": "3",
    "answer": "yes",
    "on": "1",
    "what": "factor",
    "roles": ["trainer"],
    "name": "Alex",
    "language": "en",
    "languages": ["en"],
    "email": "alex@example.org",
    "password": "harvest-violin-copper-moth",
    "contact": "listening",
    "outcome": "calmer",
    "urgency_out": "1",
    "step": "save",
}
"""What every form is sent: enough to get past most forms, so that the verb behind them has to say no."""

DOORS = {"/in": "sign-in", "/in/first": "step", "/talk": "way in"}
STATUS = {404: "missing", 405: "method"}

_SECRETS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
_MARKS = re.compile(
    r"\b[0-9a-f]{32}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(\+00:00)?"
)
"""What a page draws or looks up anew each time: marks, numbers of conversations, the time."""


class Asking:
    """Asks for pages, with any method, as anybody."""

    def __init__(self) -> None:
        self._client = Client(
            SERVER_NAME="localhost", REMOTE_ADDR="203.0.113.9", raise_request_exception=False
        )

    def ask(self, cookies: SimpleCookie, method: str, path: str, given: dict[str, Any]) -> HttpResponse:
        """The answer. The cookies it sets are not kept."""
        self._client.cookies = SimpleCookie({name: one.value for name, one in cookies.items()})
        fields = {**GIVEN, "mark": uuid.uuid4().hex, "id": uuid.uuid4().hex, **given}
        send = getattr(self._client, method.lower())
        if method == "POST":
            return send(path, fields)  # type: ignore[no-any-return]
        return send(path)  # type: ignore[no-any-return]


def address(page: Page, thing: object) -> str:
    """The address of a page about one thing."""
    return "/" + re.sub(r"<[^>]+>", str(thing), page.address)


def said(answer: HttpResponse) -> str:
    """What an answer says, in a word of the table."""
    if answer.status_code in STATUS:
        return STATUS[answer.status_code]
    if answer.status_code >= 500:
        return f"broken ({answer.status_code})"
    if answer.status_code == 403:
        return "words kept" if b"the words of this test" in answer.content else "closed"
    if 300 <= answer.status_code < 400:
        return DOORS.get(urlsplit(answer.headers.get("Location", "")).path, "in")
    return "in"


def looks(answer: HttpResponse, thing: object) -> tuple[int, tuple[tuple[str, str], ...], str]:
    """All that a reader could tell one answer from another by, without what is drawn anew for each."""
    kept = [(name, value) for name, value in answer.headers.items() if name != "Content-Length"]
    heads = sorted((name, _plain(value, thing)) for name, value in kept)
    cookies = sorted((name, "") for name in answer.cookies)
    body = "" if answer.streaming else answer.content.decode(errors="replace")
    return answer.status_code, tuple(heads + cookies), _plain(body, thing)


def _plain(text: str, thing: object) -> str:
    without = _SECRETS.sub(r"\1", text)
    return _MARKS.sub("~", without.replace(f"/{thing}", "/~") if str(thing) else without)
