"""Sealing: AES-256-GCM with associated data naming the object, so that a row moved elsewhere does not open.

Sealed form: one version byte, then what that version says; a new form is a new version beside the old one.
Version 1: twelve nonce bytes, ciphertext and tag. Nonces are random: one key seals at most 2^32 things, far
more than one conversation holds. Sentences about the root key are for the operator, and are said before there
are settings to translate them with.
"""

import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_lazy as _

from beside.foundation.errors import Unavailable

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_VERSION = b"\x01"
_CREDENTIALS = "CREDENTIALS_DIRECTORY"


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


def seal(key: bytes, words: bytes, about: str) -> bytes:
    """Seal `words` under `key`, bound to `about` (the object and its position)."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, words, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """Open what `seal` made. Raises Unavailable when the key, the object or the form is another."""
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _VERSION or len(body) < _TAG_BYTES:
        raise Unavailable(_("This part could not be opened."))
    try:
        return AESGCM(key).decrypt(nonce, body, about.encode())
    except (InvalidTag, ValueError) as wrong:
        raise Unavailable(_("This part could not be opened.")) from wrong


def derive(root: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose (wrapping, pepper, cookies), from the root key."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"beside:" + purpose.encode()).derive(root)


def make_root(path: Path, root: bytes | None = None) -> None:
    """Make the root key file, mode 0600, if there is none. Never overwrites, never leaves half a key.

    The key is whole and on the disk before it has its name: a power cut leaves either no key or this one.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_flushed(draft, root or new_key())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
        _flush_folder(path.parent)


def read_root(path: Path) -> bytes:
    """The root key. Raises Unavailable when it is missing, torn, somebody else's, or open to others."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            about, root = os.fstat(handle), file.read(KEY_BYTES + 1)
    except OSError as gone:
        raise Unavailable("The root key cannot be read. Nothing is written without it.") from gone
    if about.st_mode & _too_open(path):
        raise Unavailable("The root key can be read by others. Set its mode to 0600.")
    if about.st_uid not in (0, os.geteuid()):
        raise Unavailable("The root key belongs to somebody else, who could replace it.")
    if len(root) != KEY_BYTES:
        raise Unavailable("The root key is not 32 bytes long.")
    return root


def replace_root(path: Path, by: Path, keep: Path) -> None:
    """Put the key file `by` into the place of `path`, which stays as `keep`. There is a key at any moment."""
    if not keep.exists():
        os.link(path, keep)
        _flush_folder(path.parent)
    os.replace(by, path)
    _flush_folder(path.parent)


def _write_flushed(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _too_open(path: Path) -> int:
    """The mode bits a root key may not have. A systemd credential shows its group a read bit."""
    granted = os.environ.get(_CREDENTIALS, "")
    if granted and path.parent == Path(granted):
        return stat.S_IRWXO | stat.S_IWGRP | stat.S_IXGRP
    return stat.S_IRWXO | stat.S_IRWXG
