"""Rights that are remembered, guesses without a limit: what the proofs of both must find."""

from collections.abc import Callable

from beside.conversations import taken
from beside.gateway import revocation
from beside.people import guesses


def _remembered() -> None:
    """A permission lasts a minute after it was looked up."""
    revocation.EVERY = taken.EVERY = 60.0


def _unlimited() -> None:
    """Whoever guesses may go on guessing."""
    guesses.pause = lambda _place, _ticket="": 0.0


BREAKAGES: dict[str, Callable[[], None]] = {
    "rights-remembered": _remembered,
    "guesses-unlimited": _unlimited,
}
