"""A root key in a file to be kept elsewhere, sealed by a pass-phrase that somebody types."""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from beside.foundation import vault
from beside.foundation.errors import Invalid, Unavailable

SHORTEST = 20
"""Shortest pass-phrase, in characters: five words that do not belong together."""

_COST = {"n": 2**17, "r": 8, "p": 1}
_MOST = {"n": 2**20, "r": 16, "p": 4}
"""Above this a file is no copy of ours: it would only make us busy."""


def sealed(root: bytes, passphrase: str, *, name: str, installation: str) -> str:
    """The file's text. `name` is the key's fingerprint. Raises Invalid for a short pass-phrase."""
    if len(passphrase) < SHORTEST:
        raise Invalid(f"The pass-phrase needs {SHORTEST} characters at least: five words do well.")
    salt = os.urandom(16)
    body = vault.seal(_key(passphrase, salt, _COST), root, _about(name))
    about: dict[str, Any] = {
        "what": "A root key of Beside, sealed. `beside keys recover --copy FILE` opens it.",
        "version": 1,
        "installation": installation,
        "key": name,
        "scrypt": {**_COST, "salt": base64.b64encode(salt).decode()},
        "sealed": base64.b64encode(body).decode(),
    }
    return json.dumps(about, indent=2) + "\n"


def opened(text: str, passphrase: str) -> tuple[str, bytes]:
    """The key's fingerprint and the key. Raises Invalid for another file or another pass-phrase."""
    try:
        about = json.loads(text)
        cost = {part: int(about["scrypt"][part]) for part in _COST}
        salt, body = base64.b64decode(about["scrypt"]["salt"]), base64.b64decode(about["sealed"])
        name = str(about["key"])
    except (ValueError, KeyError, TypeError):
        raise Invalid("This file is no sealed root key.") from None
    if about.get("version") != 1 or any(not 1 <= cost[part] <= _MOST[part] for part in cost):
        raise Invalid("This file was made by a newer Beside.")
    try:
        return name, vault.unseal(_key(passphrase, salt, cost), body, _about(name))
    except Unavailable:
        raise Invalid("This pass-phrase does not open the file.") from None


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=vault.KEY_BYTES, **cost).derive(passphrase.encode())


def _about(name: str) -> str:
    return f"root:{name}"
