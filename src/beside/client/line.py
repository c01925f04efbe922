"""A socket that comes back after every end but one: when we are signed out."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from beside.client.reading import Frame
from beside.client.refused import SignedOut

QUIET_LIMIT = 30.0
"""Seconds of silence after which a line counts as dead: the server says something every 12."""

LONGEST_WAIT = 10.0
_SIGNED_OUT = 4401

_decoder = msgspec.json.Decoder(Frame)
_encoder = msgspec.json.Encoder()


class Line:
    """Keeps one socket open and hands every frame to `hear`."""

    def __init__(self, origin: str, cookies: Mapping[str, str], side: str) -> None:
        parts = urlsplit(origin)
        scheme = "wss" if parts.scheme == "https" else "ws"
        self._address = f"{scheme}://{parts.netloc}/live" + (f"?side={side}" if side else "")
        self._origin = Origin(f"{parts.scheme}://{parts.netloc}")
        self._cookies = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._socket: ClientConnection | None = None
        self._tries = 0
        self._pause: float | None = None

    async def live(self, hear: Callable[[Frame], Awaitable[None]]) -> None:
        """Connect, listen, and come back, for ever. Raises SignedOut."""
        while True:
            await self._once(hear)
            backing_off = min(LONGEST_WAIT, 0.2 * 2**self._tries) * random.uniform(0.6, 1.2)
            await asyncio.sleep(backing_off if self._pause is None else self._pause)
            self._tries, self._pause = self._tries + 1, None

    def greeted(self) -> None:
        """The server has let us in: the next loss starts from a short pause again."""
        self._tries = 0

    def come_back_after(self, seconds: float) -> None:
        """When this socket closes, wait so long and no longer."""
        self._pause = seconds

    async def send(self, frame: Frame) -> bool:
        """Send a frame if there is a socket just now. Returns whether it left."""
        if self._socket is None:
            return False
        try:
            await self._socket.send(_encoder.encode(frame).decode())
        except ConnectionClosed:
            return False
        return True

    def drop(self) -> None:
        """Lose the connection as a train in a tunnel does."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _once(self, hear: Callable[[Frame], Awaitable[None]]) -> None:
        headers = {"Cookie": self._cookies}
        try:
            async with connect(
                self._address,
                origin=self._origin,
                additional_headers=headers,
                compression=None,
                max_size=None,
                close_timeout=2,
            ) as self._socket:
                await self._listen(self._socket, hear)
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.code == _SIGNED_OUT:
                raise SignedOut(closed.rcvd.reason) from closed
        except (OSError, InvalidHandshake, TimeoutError):
            pass
        finally:
            self._socket = None

    async def _listen(self, socket: ClientConnection, hear: Callable[[Frame], Awaitable[None]]) -> None:
        while True:
            async with asyncio.timeout(QUIET_LIMIT):
                text = await socket.recv(decode=False)
            await hear(_decoder.decode(text))
