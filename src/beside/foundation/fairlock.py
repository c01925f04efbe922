"""A first-come, first-served lock. SQLite's own busy wait starves whoever is unlucky."""

import threading
import time
from collections import deque


class FairLock:
    """Mutual exclusion in the order of asking."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False
        self._asked_at = -float("inf")

    def was_asked_for(self, within: float) -> bool:
        """Whether anybody had to wait for it in the last so many seconds."""
        return time.monotonic() - self._asked_at < within

    def acquire(self) -> None:
        """Wait until it is our turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            self._asked_at = time.monotonic()
            turn = threading.Event()
            self._queue.append(turn)
        turn.wait()

    def release(self) -> None:
        """Hand over to the longest waiting."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False
