"""What waits to go out through one socket. Bounded: a reader that does not read costs no more than this."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from beside.foundation import figures
from beside.gateway import frames
from beside.gateway.frames import Code

_RESYNC = frames.encode({"t": "resync"})


class Wire(Protocol):
    """The way out, whatever carries it."""

    async def send(self, data: bytes) -> None:
        """One text message. Waits while nobody reads; OSError or RuntimeError when they have gone."""

    def write(self, data: bytes) -> bool:
        """One text message, at once. False, and nothing is done, when it would have to wait."""

    async def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake."""

    def abort(self) -> None:
        """Drop the connection, with all that was not sent."""


@dataclass(frozen=True)
class Bounds:
    """How much one socket may cost."""

    frames_per_second: float = 5
    frames_at_once: float = 20
    frames_held_back: int = 60
    waiting_frames: int = 64
    waiting_bytes: int = 256 * 1024
    reader_seconds: float = 10
    farewell_seconds: float = 5
    sockets_per_person: int = 12

    @classmethod
    def unpaced(cls) -> "Bounds":
        """Everything bounded but the pace of frames: to measure what the house can carry."""
        return cls(frames_per_second=1e9, frames_at_once=1e9)


class Outbox:
    """A bounded queue before a wire, and its end. `over` is called when it was closed or had to be cut.

    `quiet` turns false when something is queued; whoever looks may turn it back.
    """

    __slots__ = (
        "_bounds",
        "_closing",
        "_over",
        "_room",
        "_size",
        "_task",
        "_timer",
        "_waiting",
        "_wire",
        "quiet",
    )

    def __init__(self, wire: Wire, bounds: Bounds, over: Callable[[], None]) -> None:
        self._wire = wire
        self._bounds = bounds
        self._over = over
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._closing: tuple[int, str] | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._room: asyncio.Future[None] | None = None
        self.quiet = True

    @property
    def closing(self) -> bool:
        """Whether nothing more is taken."""
        return self._closing is not None

    def push(self, data: bytes) -> None:
        """Send a message, or queue it. Beyond the bound: all is dropped for one `resync`, and the end."""
        if self._closing is not None:
            return
        if self._task is None and len(data) <= self._bounds.waiting_bytes and self._wire.write(data):
            self.quiet = False
        elif (
            len(self._waiting) >= self._bounds.waiting_frames
            or self._size + len(data) > self._bounds.waiting_bytes
        ):
            self.resync()
        else:
            self._queue(data)

    @property
    def has_room(self) -> bool:
        """Whether the queue is less than half full and still open."""
        return self._closing is None and (self._task is None or self._has_room())

    async def room(self) -> None:
        """Wait for room for more; nobody else waits with us. A reader that makes none in time is let go."""
        if self._closing is not None or self._has_room():
            return
        self._room = self._room or asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(asyncio.shield(self._room), self._bounds.reader_seconds)
        except TimeoutError:
            self.resync()

    def resync(self) -> None:
        """Drop what waits: the reader will come again and look for itself."""
        if self._closing is None:
            figures.RESYNCS.inc()
            self._waiting.clear()
            self._size = 0
            self.close(Code.AGAIN, "resync", _RESYNC)

    def close(self, code: int, reason: str, last: bytes) -> None:
        """Send what waits and `last`, then close. Cut off when the other end does not take it in time."""
        if self._closing is not None:
            return
        self._closing = (code, reason)
        self._queue(last)
        self._make_room()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._bounds.farewell_seconds, self._cut)

    def gone(self) -> None:
        """The connection has ended."""
        self._closing = self._closing or (Code.AGAIN, "")
        self._waiting.clear()
        self._make_room()
        if self._task is not None:
            self._task.cancel()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._over = _nobody

    def _queue(self, data: bytes) -> None:
        self.quiet = False
        self._waiting.append(data)
        self._size += len(data)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._pump())

    async def _pump(self) -> None:
        try:
            while self._waiting:
                data = self._waiting.popleft()
                self._size -= len(data)
                await self._wire.send(data)
                if self._room is not None and self._has_room():
                    self._make_room()
            if self._closing is not None:
                await self._wire.close(*self._closing)
                self._over()
        except (OSError, RuntimeError):  # the other end has gone: the reader of the socket is told so too
            self._waiting.clear()
        finally:
            self._task = None

    def _has_room(self) -> bool:
        half = len(self._waiting) < self._bounds.waiting_frames // 2
        return half and self._size < self._bounds.waiting_bytes // 2

    def _make_room(self) -> None:
        if self._room is not None:
            self._room.set_result(None)
            self._room = None

    def _cut(self) -> None:
        self._wire.abort()
        self._over()


def _nobody() -> None:
    """Who was told that it is over has gone."""
