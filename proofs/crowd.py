"""Many sockets that mostly wait: thousands of people with a page open, in one loop of one thread.

Leaner than `proofs.talk`: no library, no history. Each comes in, opens its conversation, and comes back as
docs/protocol.md says: after `retry_after` where it was told one, else after growing pauses with some chance.
"""

import asyncio
import json
import random
import resource
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self, cast

import uvloop

_LONGEST_PAUSE = 10.0
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Place:
    """Somebody with a page open: the side, the cookie, and the conversation they follow ("" for none)."""

    side: str
    cookie: str
    conv: str = ""


def framed(payload: bytes, first: int = 0x81) -> bytes:
    """A frame as a client sends it, its mask being nought."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BBI", first, 0x80 | size, 0) + payload
    if size < 65536:
        return struct.pack("!BBHI", first, 0xFE, size, 0) + payload
    return struct.pack("!BBQI", first, 0xFF, size, 0) + payload


def handshake(place: Place, port: int) -> bytes:
    """The request that opens a socket."""
    lines = (
        f"GET /live?side={place.side} HTTP/1.1",
        f"Host: localhost:{port}",
        f"Origin: http://localhost:{port}",
        f"Cookie: {place.cookie}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def reached(port: int, receives: int = 0) -> socket.socket:
    """A socket for a connection, with a small buffer for what comes if one is wanted."""
    found = socket.socket()
    found.setblocking(False)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    if receives:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    return found


class Line(asyncio.Protocol):
    """One connection: shakes hands, hands on whole messages, answers pings."""

    def __init__(self, greeting: bytes, hear: Callable[[bytes], None]) -> None:
        self._greeting, self._hear = greeting, hear
        self._data = bytearray()
        self._open = False
        self.code = 0
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self._greeting)

    def data_received(self, data: bytes) -> None:
        """Take what came apart."""
        self._data += data
        if not self._open:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return
            self.code = 0 if head.startswith(b"HTTP/1.1 101") else int(head[9:12])
            self._open, self._data = True, bytearray(rest)
            if self.code:
                self.drop()
        while self._open and self._message():
            pass

    def connection_lost(self, _why: Exception | None) -> None:
        """The end."""
        if not self.lost.done():
            self.lost.set_result(None)

    def say(self, frame: dict[str, Any]) -> None:
        """Send a frame."""
        if self.transport is not None:
            self.transport.write(framed(json.dumps(frame).encode()))

    def drop(self) -> None:
        """Lose the connection, with a reset."""
        if self.transport is not None:
            self.transport.abort()

    def _message(self) -> bool:
        if len(self._data) < 2:
            return False
        size, start = self._data[1], 2
        if size == 126:
            start = 4
            size = int.from_bytes(self._data[2:4], "big")
        elif size == 127:
            start = 10
            size = int.from_bytes(self._data[2:10], "big")
        if len(self._data) < start + size:
            return False
        kind, payload = self._data[0] & 15, bytes(self._data[start : start + size])
        del self._data[: start + size]
        self._take(kind, payload)
        return True

    def _take(self, kind: int, payload: bytes) -> None:
        if kind == 1:
            self._hear(payload)
        elif kind == 9 and self.transport is not None:
            self.transport.write(framed(payload, 0x8A))
        elif kind == 8 and self.transport is not None:
            self.code = int.from_bytes(payload[:2], "big")
            self.transport.write(framed(payload[:2], 0x88))
            self.transport.close()


class Member:
    """One of a crowd. `backs`: how long each way back took, from the loss to `hello`."""

    def __init__(self, place: Place, port: int, chance: random.Random, receives: int = 0) -> None:
        self.place, self._port, self._chance, self._receives = place, port, chance, receives
        self.line: Line | None = None
        self.here = False
        self.position = 0
        self.lost_at: float | None = None
        self.backs: list[float] = []
        self.codes: Counter[int] = Counter()
        self.told: Counter[str] = Counter()
        self._tries = 0
        self._pause: float | None = None

    async def live(self) -> None:
        """Come in, stay, come back: until cancelled, or signed out."""
        while not self.codes[4401]:
            with suppress(OSError):
                await self._once()
            self._left()
            backing_off = min(_LONGEST_PAUSE, 0.2 * 2**self._tries) * self._chance.uniform(0.6, 1.2)
            await asyncio.sleep(backing_off if self._pause is None else self._pause)
            self._tries, self._pause = self._tries + 1, None

    def drop(self) -> None:
        """Lose the line, as all do when a proxy falls."""
        if self.line is not None:
            self.line.drop()

    async def _once(self) -> None:
        loop = asyncio.get_running_loop()
        reaching = reached(self._port, self._receives)
        try:
            await loop.sock_connect(reaching, ("127.0.0.1", self._port))
        except OSError:
            reaching.close()
            raise
        greeting = handshake(self.place, self._port)
        _transport, self.line = await loop.create_connection(
            lambda: Line(greeting, self._heard), sock=reaching
        )
        try:
            await self.line.lost
        finally:
            self.line.drop()

    def _left(self) -> None:
        if self.line is not None and self.line.code:
            self.codes[self.line.code] += 1
        if self.here or self.lost_at is None:
            self.lost_at = time.monotonic()
        self.here, self.line = False, None

    def _heard(self, raw: bytes) -> None:
        frame = json.loads(raw)
        self.told[frame["t"]] += 1
        if frame["t"] == "hello":
            self._greeted()
        elif frame["t"] == "bye" and "retry_after" in frame:
            self._pause = frame["retry_after"]
        elif frame["t"] == "entry" and frame["p"] == self.position + 1:
            self.position = frame["p"]

    def _greeted(self) -> None:
        if self.lost_at is not None:
            self.backs.append(time.monotonic() - self.lost_at)
        self.here, self._tries, self.lost_at = True, 0, None
        if self.place.conv and self.line is not None:
            self.line.say({"t": "open", "c": self.place.conv, "after": self.position})


class Crowd:
    """Use it as `with Crowd(places, port, seed) as crowd: crowd.come(); …`."""

    def __init__(self, places: Sequence[Place], port: int, seed: int = 0, receives: int = 0) -> None:
        allow_many_files()
        chance = random.Random(seed)
        self.members = [Member(place, port, random.Random(chance.random()), receives) for place in places]
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._lives: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for life in self._lives:
            life.cancel()
        self.do(asyncio.sleep(0.1))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def here(self) -> int:
        """How many have been greeted and are here now."""
        return sum(member.here for member in self.members)

    def come(self, together: int = 100, within: float = 120) -> bool:
        """Have all of them come, so many at a time. Whether all were greeted."""
        for at in range(0, len(self.members), together):
            for member in self.members[at : at + together]:
                self._lives.append(asyncio.run_coroutine_threadsafe(member.live(), self._loop))
            wait_for(lambda upto=at: self.here > upto - together, within)  # type: ignore[misc]  # a default it cannot infer
        return wait_for(lambda: self.here == len(self.members), within)

    def drop_all(self) -> None:
        """All lines are lost in one moment."""
        self.each(Member.drop)

    def each(self, act: Callable[[Member], None]) -> None:
        """Do something with everyone, in their loop."""

        async def acting() -> None:
            for member in self.members:
                act(member)

        self.do(acting())

    def do(self, work: Any, within: float = 60.0) -> Any:
        """Run a coroutine among them and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def backs(self) -> list[float]:
        """How long every way back took, in order."""
        return sorted(back for member in self.members for back in member.backs)

    def codes(self) -> Counter[int]:
        """How often each reason for closing was given."""
        return sum((member.codes for member in self.members), Counter())


def share(times: Sequence[float], part: float = 0.99) -> float:
    """What this part of some ordered times stayed below."""
    return times[min(len(times) - 1, int(len(times) * part))] if times else 0.0


def wait_for(holds: Callable[[], bool], within: float) -> bool:
    """Wait for something; whether it came."""
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def allow_many_files() -> None:
    """As many open files as this user may have, for this process and those it starts."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
