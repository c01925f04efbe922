"""Argon2id for the pass-phrases of staff, at 64 MiB, and never more than two at once."""

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB and a core for a tenth of a second: a burst of guesses must not starve the chats."""


class Argon2(Argon2PasswordHasher):
    """Second recommended option of RFC 9106 (t=3, 64 MiB), on one lane."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash of a pass-phrase."""
        with _AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether this is the pass-phrase."""
        with _AT_ONCE:
            return super().verify(password, encoded)
