"""A real address that takes calls on loopback, as an on-call service would."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = Callable[[BaseHTTPRequestHandler], None]


def taken(handler: BaseHTTPRequestHandler) -> None:
    """Answer as it should be."""
    handler.send_response(202)
    handler.end_headers()


def refusing(status: int, **headers: str) -> Answer:
    """Answer with another status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def letter_by_letter(handler: BaseHTTPRequestHandler) -> None:
    """Never come to an end: one letter every tenth of a second."""
    with suppress(OSError):
        for letter in b"HTTP/1.1 200 " + b"k" * 200:
            handler.wfile.write(bytes([letter]))
            time.sleep(0.1)


class Pager:
    """Keeps the calls it gets. `.url` is what BESIDE_ON_CALL takes; `.answer` may be changed at any time."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.answer: Answer = taken
        pager = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                pager.raw.append(f"{self.path}\n{self.headers}\n{body}")
                pager.calls.append(json.loads(body))
                pager.answer(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/calls?team=desk"

    def start(self) -> Self:
        """Begin to take calls."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """Take no more."""
        self._server.shutdown()
        self._server.server_close()
