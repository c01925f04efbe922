"""Rights that are remembered: what the proof of revocation must find."""

from collections.abc import Callable

from beside.conversations import taken
from beside.gateway import revocation


def _remembered() -> None:
    """A permission lasts a minute after it was looked up."""
    revocation.EVERY = taken.EVERY = 60.0


BREAKAGES: dict[str, Callable[[], None]] = {"rights-remembered": _remembered}
