"""The bus carries hints to whoever listens, here and in other processes. It may lose them, and never fails.

What matters is on disk before it is published. A reader who missed a hint finds out at the next head beat.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

Listener = Callable[[str, Any], None]


class Carried(Protocol):
    """What listeners of this process get as it is; other processes get it packed."""

    def packed(self) -> bytes:
        """The same as bytes."""


Payload = bytes | Carried

_MOST_WAITING = 65_536


class Bus(Protocol):
    """What every bus does. `publish` may be called from any thread, and does not wait."""

    @property
    def well(self) -> bool:
        """Whether hints reach the other processes just now."""

    @property
    def spans(self) -> bool:
        """Whether there may be other processes at all."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where it delivers. Raises RuntimeError before `start`."""

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Begin to deliver, in this loop, or in a thread of its own when there is none."""

    def stop(self) -> None:
        """Stop delivering; waits shortly for what is on its way."""

    def publish(self, topic: str, payload: Payload) -> None:
        """Hand a hint to every listener."""

    def listen(self, listener: Listener) -> None:
        """Call `listener(topic, payload)` in the bus's loop for every hint."""

    def forget(self, listener: Listener) -> None:
        """Stop calling it."""


class MemoryBus:
    """The bus of one process. Nobody listens before `start`, so what is published before is dropped."""

    spans = False

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: deque[tuple[str, Payload]] = deque(maxlen=_MOST_WAITING)
        self._rung = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def well(self) -> bool:
        """Always: there is no way to go."""
        return True

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Where it delivers. Raises RuntimeError before `start`."""
        if self._loop is None:
            raise RuntimeError("the bus has not been started")
        return self._loop

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Begin to deliver, in this loop, or in a thread of its own when there is none."""
        if loop is None:
            loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=loop.run_forever, name="bus", daemon=True)
            self._thread.start()
        self._loop = loop

    def stop(self) -> None:
        """Stop delivering."""
        loop, thread = self._loop, self._thread
        self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def publish(self, topic: str, payload: Payload) -> None:
        """Hand a hint to every listener. From any thread; many hints wake the loop once."""
        self._waiting.append((topic, payload))
        if self._rung or self._loop is None:
            return
        self._rung = True
        try:
            self._loop.call_soon_threadsafe(self._deliver)
        except RuntimeError:  # the loop has just been closed: nobody is left to listen
            self._rung = False

    def listen(self, listener: Listener) -> None:
        """Call `listener(topic, payload)` in the bus's loop for every hint."""
        self._listeners.append(listener)

    def forget(self, listener: Listener) -> None:
        """Stop calling it."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def _deliver(self) -> None:
        self._rung = False  # first: what is appended from here on rings again
        while self._waiting:
            self._hand_out(*self._waiting.popleft())

    def _hand_out(self, topic: str, payload: Payload) -> None:
        for listener in tuple(self._listeners):
            listener(topic, payload)


_current: Bus = MemoryBus()


def use(bus: Bus) -> None:
    """Make this the bus of the process. Called once, by the project's wiring, before anything starts."""
    global _current
    _current = bus


def current() -> Bus:
    """The bus of this process."""
    return _current


def publish(topic: str, payload: Payload) -> None:
    """Hand a hint to every process. After the commit; from any thread; never raises for a lost neighbour."""
    _current.publish(topic, payload)
