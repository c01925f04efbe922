"""Pages: the request is read whole, then Django answers it in one of a few threads, then it is sent.

A thread is held only while Django works. Whoever sends or reads slowly holds a little memory, nothing else.
Bodies stay in memory, within a bound for all together: what a person wrote does not touch a disk unsealed.
"""

import asyncio
import contextvars
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from beside.gateway import trouble
from beside.gateway.guest import Receive, Scope, Send
from beside.project import apologies
from beside.project.apologies import Answer
from beside.project.environ import environ

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Measure:
    """Bounds: sizes in bytes, times in seconds."""

    threads: int = 8
    line: int = 128
    body: int = 1024 * 1024
    bodies: int = 64 * 1024 * 1024
    read_within: float = 20
    slice_within: float = 60
    slice: int = 64 * 1024


class _Gone(Exception):
    """The client went away."""


class _Refused(Exception):
    """The request is not taken; the status says why."""

    def __init__(self, status: int) -> None:
        self.status = status


class Bridge:
    """An ASGI application for `http` scopes around a WSGI one."""

    def __init__(self, pages: Application, measure: Measure = Measure()) -> None:
        self._pages = pages
        self._measure = measure
        self._threads = ThreadPoolExecutor(measure.threads, thread_name_prefix="page")
        self._inside = 0
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = bytearray()
        try:
            await asyncio.wait_for(self._read(scope, receive, body), self._measure.read_within)
            answer = await self._answer(scope, bytes(body))
        except _Gone:
            return
        except _Refused as refused:
            answer = apologies.answer(refused.status)
        except TimeoutError:
            answer = apologies.answer(408)
        finally:
            self._held -= len(body)
        await self._send(send, answer)

    async def _read(self, scope: Scope, receive: Receive, body: bytearray) -> None:
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._measure.body:
            raise _Refused(413)
        more = True
        while more:
            event = await receive()
            if event["type"] == "http.disconnect":
                raise _Gone
            chunk, more = event.get("body", b""), event.get("more_body", False)
            body += chunk
            self._held += len(chunk)
            if len(body) > self._measure.body:
                raise _Refused(413)
            if self._held > self._measure.bodies:
                raise _Refused(503)

    async def _answer(self, scope: Scope, body: bytes) -> Answer:
        if self._inside >= self._measure.threads + self._measure.line:
            raise _Refused(503)
        call = partial(contextvars.Context().run, _ask, self._pages, environ(scope, body))
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        finally:
            self._inside -= 1

    async def _send(self, send: Send, answer: Answer) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        size = self._measure.slice
        for start in range(0, len(answer.body) or 1, size):
            part = answer.body[start : start + size]
            event = {"type": "http.response.body", "body": part, "more_body": start + size < len(answer.body)}
            try:
                await asyncio.wait_for(send(event), self._measure.slice_within)
            except TimeoutError:  # nobody reads: leaving early makes the server drop the connection
                return


def _ask(pages: Application, environ: dict[str, Any]) -> Answer:
    """Have Django answer, whole. In a thread; what Django opens for a request is closed in the same one."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _: object = None
    ) -> Callable[[bytes], None]:
        started[:] = [(status, headers)]
        return parts.append

    parts: list[bytes] = []
    try:
        chunks = pages(environ, start_response)
        try:
            parts.extend(chunks)
        finally:
            getattr(chunks, "close", lambda: None)()
    except Exception as error:
        trouble.tell("a page", error)
        return apologies.answer(500)
    status, headers = started[0]
    return _whole(int(status.split(" ", 1)[0]), headers, b"".join(parts))


def _whole(status: int, headers: list[tuple[str, str]], body: bytes) -> Answer:
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if status not in (204, 304) and not any(name == b"content-length" for name, _ in raw):
        raw.append((b"content-length", str(len(body)).encode()))
    return Answer(status, raw, body)
