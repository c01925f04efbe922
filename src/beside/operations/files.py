"""Files that are whole or not there: written aside, flushed, then given their name."""

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20


def flush(path: Path) -> None:
    """Have a file, or a folder's list of names, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, text: str) -> None:
    """Write a small file, mode 0600: after a power cut it is the old one or this one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    draft.rename(path)
    flush(path.parent)


def write_json(path: Path, facts: Any) -> None:
    """The same, as JSON that a person can read."""
    write(path, json.dumps(facts, indent=1, sort_keys=True) + "\n")


def sha256(path: Path) -> str:
    """A file's hash, as hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
