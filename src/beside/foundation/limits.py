"""Slowing down whoever is in a hurry. Kept in memory, for each process on its own; written nowhere."""

import hashlib
import os
import threading
from collections import OrderedDict

from beside.foundation import clock
from beside.foundation.errors import TooMany

_MOST_KEYS = 50_000


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second. Not for several threads."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, *, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._at: float | None = None

    def spend(self, now: float) -> float:
        """Take one token. Returns the seconds to wait for it: 0 when it was there.

        `now` is in seconds of one clock. The token is owed when it was not there.
        """
        if self._at is not None:
            self._tokens = min(self._burst, self._tokens + max(0.0, now - self._at) * self._rate)
        self._at = now
        self._tokens -= 1
        return max(0.0, -self._tokens / self._rate)

    def refund(self) -> None:
        """Give the last token back: what it was taken for did not happen."""
        self._tokens += 1


class Limit:
    """A bucket for each key. For any thread. Keys are kept as keyed hashes, the oldest forgotten first."""

    def __init__(self, *, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._secret = os.urandom(16)
        self._buckets: OrderedDict[bytes, Bucket] = OrderedDict()
        self._guard = threading.Lock()

    def take(self, key: str, sentence: object) -> None:
        """Count one act of `key`. Raises TooMany with `sentence` and the seconds to wait if too soon."""
        wait = self.wait(key)
        if wait > 0:
            raise TooMany(sentence, retry_after=wait)

    def wait(self, key: str) -> float:
        """Count one act of `key` and return 0, or the seconds to wait, and count nothing."""
        hidden = hashlib.blake2b(key.encode(), key=self._secret, digest_size=16).digest()
        with self._guard:
            bucket = self._buckets.pop(hidden, None) or Bucket(rate=self._rate, burst=self._burst)
            self._buckets[hidden] = bucket
            if len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)
            wait = bucket.spend(clock.now().timestamp())
            if wait > 0:
                bucket.refund()
            return wait
