"""Sealing and erasing, broken on purpose: what the negative controls of P24 and P25 must find."""

import base64
from collections.abc import Callable

from beside.foundation import vault
from beside.journal import keys


def _no_associated_data() -> None:
    """Sealing as it is often done: encrypted, and bound to nothing."""
    seal, unseal = vault.seal, vault.unseal
    vault.seal = lambda key, words, about: seal(key, words, "")
    vault.unseal = lambda key, sealed, about: unseal(key, sealed, "")


def _one_key() -> None:
    """Every conversation by the same key, and bound to nothing."""
    _no_associated_data()
    key = b"k" * vault.KEY_BYTES
    keys.get = lambda key_id: key


def _not_sealed() -> None:
    """Words in base64, as "encoded" sometimes means."""
    vault.seal = lambda key, words, about: b"\x01" + base64.b64encode(words)
    vault.unseal = lambda key, sealed, about: base64.b64decode(sealed[1:])


def _key_kept() -> None:
    """Erasing that only empties the rows."""
    keys.destroy = lambda key_id: None


BREAKAGES: dict[str, Callable[[], None]] = {
    "no-associated-data": _no_associated_data,
    "one-key": _one_key,
    "not-sealed": _not_sealed,
    "key-kept": _key_kept,
}
