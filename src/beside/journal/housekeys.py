"""Keys of the house itself, one for each purpose. They outlive a change of the root key.

The first time one is asked for it is derived from the root key, as all of them were before they had rows.
"""

import threading

from django.db import transaction

from beside.foundation import roots, vault
from beside.journal import epochs
from beside.journal.models import HouseKey

PURPOSES = ("phrase", "phrase salt", "second steps", "invitation")
"""Everything that must still open or match after the root key was changed."""

_opened: dict[str, bytes] = {}
_guard = threading.Lock()


def key(purpose: str) -> bytes:
    """The key for one of PURPOSES, 32 bytes. Raises roots.Away when its root key is not here."""
    if purpose not in PURPOSES:
        raise ValueError(f"“{purpose}” is not a purpose that is kept.")
    with _guard:
        known = _opened.get(purpose)
    if known is not None:
        return known
    row = HouseKey.objects.filter(pk=purpose).first() or _begun(purpose)
    found = opened(row)
    with _guard:
        _opened[purpose] = found
    return found


def keep_all() -> list[HouseKey]:
    """Every key of the house as a row: made where it was only derived so far."""
    return [HouseKey.objects.filter(pk=purpose).first() or _begun(purpose) for purpose in PURPOSES]


def opened(row: HouseKey) -> bytes:
    """A key of the house, unwrapped. Raises Unavailable, roots.Away."""
    return vault.unseal(_wrapping(roots.opening(row.root)), bytes(row.wrapped), _about(row.purpose))


def wrapped(row: HouseKey, house_key: bytes, root: bytes) -> HouseKey:
    """The row with its key wrapped by a root key. Not saved."""
    row.wrapped, row.root = (
        vault.seal(_wrapping(root), house_key, _about(row.purpose)),
        roots.fingerprint(root),
    )
    return row


def forget() -> None:
    """Drop every key of the house from this process's memory."""
    with _guard:
        _opened.clear()


def _begun(purpose: str) -> HouseKey:
    if roots.is_temporary():
        raise roots.Away(roots.AWAY)
    with transaction.atomic(using=epochs.STORE):
        epochs.refuse_stranger()
        root = roots.primary()
        row = wrapped(HouseKey(purpose=purpose), vault.derive(root, purpose), root)
        HouseKey.objects.bulk_create([row], ignore_conflicts=True)
    return HouseKey.objects.get(pk=purpose)


def _wrapping(root: bytes) -> bytes:
    return vault.derive(root, "wrap house keys")


def _about(purpose: str) -> str:
    return f"house:{purpose}"
