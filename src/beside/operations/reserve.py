"""Room held back on the disk: let go when it is full, so that ends and erasures can still be written.

A file of real bytes in the data directory. A thread of its own frees it when little else is left, and makes
it again when there is plenty: it asks no table, which a full disk would refuse. It buys the time in which a
person makes room; it is no cure.
"""

import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

NAME = ".reserve"
EVERY = 2.0
"""Seconds between two looks at the disk."""

_MB = 1 << 20
_FULL = 16 * _MB
_PLENTY = 4


def watch(stop: threading.Event) -> None:
    """Look at the disk every two seconds until told to stop. In a thread of its own."""
    while not stop.wait(EVERY):
        with suppress(OSError):
            look()


def look() -> None:
    """Let the reserve go on a full disk; make it again once there is plenty."""
    if is_full():
        release()
    elif not path().exists() and free() > _PLENTY * wanted() + _FULL:
        lay_aside()


def lay_aside() -> None:
    """Fill the reserve with real bytes. A disk that cannot take them is left as it was."""
    if not wanted():
        path().unlink(missing_ok=True)
        return
    draft = path().with_name(f"{NAME}.part")
    try:
        with draft.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, wanted())
            os.fsync(file.fileno())
        draft.rename(path())
    except OSError:
        draft.unlink(missing_ok=True)


def release() -> bool:
    """Give the room back. Whether there was any."""
    with suppress(OSError):
        path().unlink()
        return True
    return False


def is_full() -> bool:
    """Whether so little is left that the next commit may fail."""
    return free() < _FULL


def free() -> int:
    """Bytes free where the data is."""
    return shutil.disk_usage(settings.DATA).free


def wanted() -> int:
    """How many bytes the operator lets us hold back."""
    return int(settings.RESERVE_MB) * _MB


def path() -> Path:
    """Where it lies."""
    return Path(settings.DATA) / NAME
