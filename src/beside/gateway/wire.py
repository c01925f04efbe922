"""An ASGI websocket as a wire."""

from collections.abc import Callable
from typing import Any

from beside.gateway.guest import Scope, Send

EXTENSION = "beside.wire"
"""Scope extension of our server: an object with `ping_every(seconds)`, `abort()`, `write(data)` and
`hear_at_once(heard)`. Others do without.
"""


class AsgiWire:
    """What a link sends through."""

    __slots__ = ("_own", "_send")

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._own: Any = (scope.get("extensions") or {}).get(EXTENSION)

    async def accept(self) -> None:
        """Open the socket."""
        await self._send({"type": "websocket.accept"})

    async def refuse(self) -> None:
        """Not at all: the handshake is answered with 403."""
        await self._send({"type": "websocket.close", "code": 1008})

    async def send(self, data: bytes) -> None:
        """One text message. Waits while nobody reads; OSError or RuntimeError when they have gone."""
        await self._send({"type": "websocket.send", "text": data.decode()})

    async def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake."""
        await self._send({"type": "websocket.close", "code": int(code), "reason": reason})

    def write(self, data: bytes) -> bool:
        """One text message, at once. False, and nothing is done, when it would have to wait."""
        return self._own is not None and self._own.write(data)

    def hear_at_once(self, heard: Callable[[str], bool] | None) -> None:
        """Ask `heard` first about each text; what it does not take (False) is received as ever, in order."""
        if self._own is not None:
            self._own.hear_at_once(heard)

    def ping_every(self, seconds: float) -> None:
        """Ask the other end at this pace whether it is there. Before `accept`."""
        if self._own is not None:
            self._own.ping_every(seconds)

    def abort(self) -> None:
        """Drop the connection, with all that was not sent."""
        if self._own is not None:
            self._own.abort()
