"""One open socket, as the doors see it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Protocol

from django.utils import translation

from beside.foundation import figures
from beside.foundation.errors import DomainError
from beside.foundation.limits import Bucket
from beside.gateway import frames, trouble
from beside.gateway.frames import Frame
from beside.gateway.guest import Guest
from beside.gateway.outbox import Bounds, Outbox, Wire

OnHint = Callable[[bytes], Awaitable[None]]
"""Called with each hint of a followed topic: one at a time for each link, in the order they came."""

Heard = Callable[[Any, dict[Any, Any]], None]
"""Called at once with what was published, and a memo that all who hear the same thing share."""

_BEAT = frames.encode({"t": "beat"})
_numbers = count()


class Topics(Protocol):
    """Where a link says what it follows."""

    def follow(self, topic: str, link: "Link", heard: Heard) -> None:
        """Call `heard` for a topic."""

    def unfollow(self, topic: str, link: "Link") -> None:
        """No more."""


class Link:
    """A guest's socket. `state` belongs to the doors."""

    __slots__ = (
        "__weakref__",
        "_hints",
        "_outbox",
        "_task",
        "_topics",
        "_waker",
        "bounds",
        "bucket",
        "guest",
        "number",
        "state",
    )

    def __init__(self, guest: Guest, wire: Wire, topics: Topics, bounds: Bounds) -> None:
        self.guest = guest
        self.number = next(_numbers)
        self.state: dict[str, Any] = {}
        self.bounds = bounds
        self.bucket = Bucket(rate=bounds.frames_per_second, burst=bounds.frames_at_once)
        self._topics = topics
        self._outbox = Outbox(wire, bounds, self._over)
        self._hints: deque[tuple[OnHint, bytes]] = deque()
        self._waker: asyncio.Task[None] | None = None
        self._task = asyncio.current_task()

    @property
    def closing(self) -> bool:
        """Whether this socket takes nothing more."""
        return self._outbox.closing

    @property
    def has_room(self) -> bool:
        """Whether a frame can be queued at once: the reader keeps up."""
        return self._outbox.has_room

    async def send(self, frame: Frame) -> None:
        """Queue a frame, waiting for room: a door may send a whole log. A reader too slow is let go."""
        await self._outbox.room()
        self._outbox.push(frames.encode(frame))

    def push(self, data: bytes) -> None:
        """Queue a frame that is encoded already, at once: a queue that is full means a resync."""
        self._outbox.push(data)

    async def follow(self, topic: str, on_hint: OnHint) -> None:
        """Have `on_hint` called with every hint of a topic. A second call for a topic replaces the first."""
        self.listen(topic, lambda payload, _memo: self.hint(on_hint, payload))

    def listen(self, topic: str, heard: Heard) -> None:
        """Have `heard` called at once, in the loop, with what is published. It must be quick."""
        if not self.closing:
            self._topics.follow(topic, self, heard)

    def unfollow(self, topic: str) -> None:
        """Stop following a topic."""
        self._topics.unfollow(topic, self)

    def hint(self, on_hint: OnHint, payload: bytes) -> None:
        """Have a listener woken. Too many at once means a resync: the reader will look for itself."""
        if self.closing:
            return
        if len(self._hints) >= self.bounds.waiting_frames:
            self._outbox.resync()
            return
        self._hints.append((on_hint, payload))
        if self._waker is None:
            self._waker = asyncio.get_running_loop().create_task(self._wake())

    def stir(self) -> None:
        """Say something if nothing was said since the last time: a quiet line is told from a dead one."""
        if self._outbox.quiet:
            self._outbox.push(_BEAT)
        self._outbox.quiet = True

    def close(self, code: int, reason: str = "", **last: Any) -> None:
        """Say `bye` (with what else is given), then close."""
        self._outbox.close(code, reason, frames.encode({"t": "bye", "why": reason, **last}))

    def deny(self, frame: Frame, error: DomainError) -> None:
        """Answer a frame with `no`, at once: as `refuse` for those who cannot wait."""
        self._outbox.push(frames.encode(self._refusal(frame, error)))

    async def refuse(self, frame: Frame, error: DomainError) -> None:
        """Answer a frame with `no`, in the guest's language."""
        await self.send(self._refusal(frame, error))

    def gone(self) -> None:
        """The socket has closed: stop what was going on for it, and hold on to nothing that holds on to us.

        What ends in a circle waits for a look at everything there is, and with thousands of sockets each look
        holds up everybody for a second.
        """
        self._task = None
        self._outbox.gone()
        self._hints.clear()
        self.state.clear()
        if self._waker is not None:
            self._waker.cancel()

    def _refusal(self, frame: Frame, error: DomainError) -> Frame:
        figures.REFUSALS.labels(error.code).inc()
        with translation.override(self.guest.language):
            return frames.refusal(frame, error)

    async def _wake(self) -> None:
        try:
            while self._hints and not self.closing:
                on_hint, payload = self._hints.popleft()
                await self._listen(on_hint, payload)
        finally:
            self._waker = None

    async def _listen(self, on_hint: OnHint, payload: bytes) -> None:
        try:
            await on_hint(payload)
        except DomainError as error:
            await self.refuse({"t": "open"}, error)
        except Exception as error:
            trouble.tell("a hint", error)

    def _over(self) -> None:
        if self._task is not None:
            self._task.cancel()
