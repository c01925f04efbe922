"""A first-come, first-served lock. SQLite's own busy wait starves whoever is unlucky."""

import threading
from collections import deque


class FairLock:
    """Mutual exclusion in the order of asking."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False

    def acquire(self) -> None:
        """Wait until it is our turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
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
