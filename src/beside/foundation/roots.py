"""The root keys this process holds. A wrapped row names its root by a fingerprint, and is opened by that one.

In quiet times there is one. While it is being changed, or after it was lost and found again, there are two.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from beside.foundation import vault
from beside.foundation.errors import Unavailable

AWAY = _("This is kept, but the key to it is away for now. Nothing is lost.")
"""What a person is told whose words wait for a key."""

_AGAIN_AFTER = 1.0


class Away(Unavailable):
    """The key is not gone, only elsewhere: what it seals waits for it."""


@dataclass(frozen=True)
class Roots:
    """Root keys of 32 bytes each; the first wraps what is new. `temporary`: it stands in for a lost one."""

    held: Sequence[bytes]
    temporary: bool = False


_guard = threading.Lock()
_provider: Callable[[], Roots] | None = None
_roots = Roots(())
_asked_at = 0.0


def use(provider: Callable[[], Roots]) -> None:
    """Ask this provider from now on, and at once. It raises Unavailable or OSError without a key."""
    global _provider, _roots, _asked_at
    with _guard:
        _provider, _roots, _asked_at = provider, provider(), time.monotonic()


def primary() -> bytes:
    """The root key that wraps what is new. Raises Unavailable before there is one."""
    if not _roots.held:
        raise Unavailable("The root key cannot be read. Nothing is written without it.")
    return _roots.held[0]


def is_temporary() -> bool:
    """Whether the real root key is away and another stands in for it."""
    return _roots.temporary


def every() -> Sequence[bytes]:
    """All root keys at hand."""
    return _roots.held


def opening(name: str) -> bytes:
    """The root key with this fingerprint. Asks the provider again when it is new to us. Raises Away."""
    found = _find(name)
    if found is None and _ask_again():
        found = _find(name)
    if found is None:
        raise Away(AWAY)
    return found


def fingerprint(root: bytes) -> str:
    """What a root key is called where it must not be shown: 16 hexadecimal digits."""
    return vault.derive(root, "fingerprint")[:8].hex()


def _find(name: str) -> bytes | None:
    return next((root for root in _roots.held if fingerprint(root) == name), None)


def _ask_again() -> bool:
    global _roots, _asked_at
    with _guard:
        if _provider is None or time.monotonic() - _asked_at < _AGAIN_AFTER:
            return False
        _asked_at = time.monotonic()
        try:
            _roots = _provider()
        except (Unavailable, OSError):  # what we hold is all there is
            return False
        return True
