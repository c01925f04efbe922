"""Sealing: AES-256-GCM with associated data naming the object, so that a row moved elsewhere does not open.

Sealed form: one version byte, twelve nonce bytes, then ciphertext and tag.
"""

import os
import stat
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from beside.foundation.errors import Unavailable

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, words: bytes, about: str) -> bytes:
    """Seal `words` under `key`, bound to `about` (the object and its position)."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, words, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Open what `seal` made. Raises Unavailable when the key or the object is another."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, about.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Unavailable("This part could not be opened.") from wrong


def derive(root: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose (wrapping, pepper, cookies), from the root key."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"beside:" + purpose.encode()).derive(root)


def make_root(path: Path) -> None:
    """Make the root key file, mode 0600, if there is none. Never overwrites."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(new_key())
        file.flush()
        os.fsync(file.fileno())


def read_root(path: Path) -> bytes:
    """The root key. Raises Unavailable when it is missing, short, or readable by others."""
    try:
        mode, root = path.stat().st_mode, path.read_bytes()
    except OSError as gone:
        raise Unavailable("The root key cannot be read. Nothing is written without it.") from gone
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Unavailable("The root key can be read by others. Set its mode to 0600.")
    if len(root) != KEY_BYTES:
        raise Unavailable("The root key is not 32 bytes long.")
    return root


@cache
def root_from(path: Path) -> bytes:
    """The root key, read once for each process."""
    return read_root(path)
