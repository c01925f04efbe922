"""An event loop in a thread of its own: the story speaks to what lives in it, a line after the other."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

PATIENCE = 30.0
LOOK_EVERY = 0.25


def until(holds: Callable[[], bool], what: str, seconds: float = 25.0) -> None:
    """Wait for something to hold, looking a few times a second, as a page does; fail by name else."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} s"
        time.sleep(LOOK_EVERY)


class Life:
    """Runs sockets while the story goes on."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def begin(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        """Begin something, and go on meanwhile."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something and wait for its end."""
        return self.begin(work).result(PATIENCE)

    def soon(self, work: Coroutine[Any, Any, Any]) -> None:
        """From inside the loop: do something, and do not wait."""
        self._loop.create_task(work)

    def end(self) -> None:
        """No more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
