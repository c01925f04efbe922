"""A call that leaves the house as a web request, to an address that the operator put into the environment.

It says that somebody is needed, how urgently and where to answer. Never whom, never a word of theirs: the
company behind the address learns no more than that the helpline's telephone rang.
"""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

TIME_OUT = 5.0
"""Seconds for each step: to be reached, to take the call, to answer."""

AT_MOST = 10.0
"""Seconds for all of it."""

_AGAIN = (408, 425, 429)


class NotTaken(Exception):
    """The address answered otherwise than with "taken"; `again` says whether another try could help."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The pager answered {status}.")
        self.again = status >= 500 or status in _AGAIN


def is_set_up(level: int) -> bool:
    """Whether the operator has given an address for this level."""
    return bool(_address(level))


def ring(level: int, facts: Mapping[str, Any]) -> None:
    """Send the call. Raises OSError or HTTPException when nobody is reached, NotTaken for any other answer.

    Redirections are not followed: a call goes where the operator sent it or nowhere. The answer is not read.
    """
    parts = urlsplit(_address(level))
    line = _line(parts.scheme, parts.hostname or "", parts.port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = {"Content-Type": "application/json", "User-Agent": "Beside", "Connection": "close"}
    with _at_most(AT_MOST, line):
        line.request("POST", path, json.dumps(facts, ensure_ascii=False).encode(), headers)
        status = line.getresponse().status
    if not 200 <= status < 300:
        raise NotTaken(status)


@contextmanager
def _at_most(seconds: float, line: http.client.HTTPConnection) -> Iterator[None]:
    """Hang up when all of it takes too long: an address that answers letter by letter holds up no mail."""
    timer = threading.Timer(seconds, _hang_up, (line,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        line.close()


def _hang_up(line: http.client.HTTPConnection) -> None:
    if line.sock is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=TIME_OUT, context=trusted)
    return http.client.HTTPConnection(host, port, timeout=TIME_OUT)


def _address(level: int) -> str:
    return str(settings.ON_CALL_WEBHOOKS.get(level, ""))
