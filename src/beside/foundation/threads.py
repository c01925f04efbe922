"""Rooms are synchronous; sockets are not. This is the one bridge from a coroutine to a room, and back."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, Protocol, TypeVar

from django.db import close_old_connections
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = 6
_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="rooms")


async def in_room(language: str, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a synchronous verb in a thread with its own database connection, in a person's language."""

    def run() -> R:
        close_old_connections()
        with translation.override(language):
            return verb(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_pool, run)


class Arriving(Protocol):
    """What comes home."""

    def arrive(self) -> None:
        """Called in the loop. It must not raise."""


class Homeward:
    """Brings what other threads have finished back into one loop: many wake it once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._waiting: deque[Arriving] = deque()
        self._rung = False

    def bring(self, arriving: Arriving) -> None:
        """Have `arrive` called in the loop, in the order of bringing. From any thread; never waits."""
        self._waiting.append(arriving)
        if not self._rung:
            self._rung = True
            with suppress(RuntimeError):  # the loop has just been closed: nobody is left to be told
                self.loop.call_soon_threadsafe(self._arrive)

    def _arrive(self) -> None:
        self._rung = False  # first: what is brought from here on rings again
        while self._waiting:
            self._waiting.popleft().arrive()


_home: Homeward | None = None


def homeward() -> Homeward:
    """The way back into the running loop."""
    global _home
    loop = asyncio.get_running_loop()
    if _home is None or _home.loop is not loop:
        _home = Homeward(loop)
    return _home
