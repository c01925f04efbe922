"""The write-ahead log of SQLite's file is folded back by the writer alone, under the process's write lock.

Every other connection is told not to (`wal_autocheckpoint=0`): two that fold at once have torn files.
"""

import os
import time
from typing import Any

from django.db import connection

from beside.foundation import faults

SMALL = 2_000
"""Rows after which the log is folded as soon as nothing waits."""

MANY = 3_000
"""Rows after which it is folded at once: more at a time hold up for longer whoever writes meanwhile."""

LARGE = 64 * 1024 * 1024
"""Bytes of the log's file beyond which it is cut down."""

QUIET = 5.0
"""Seconds between two looks while nothing is said: others write too."""


class Folding:
    """When to fold. For the writer's thread."""

    def __init__(self) -> None:
        self._rows = 0
        self._looked = time.monotonic()
        self._changed = 0

    def after(self, rows: int, waiting: bool) -> None:
        """So many rows were committed; whether others wait already."""
        self._rows += rows
        if self._rows >= (MANY if waiting else SMALL):
            self._fold()

    def when_quiet(self) -> None:
        """Nothing is said just now."""
        if time.monotonic() - self._looked >= QUIET:
            self._looked = time.monotonic()
            changed, size = _file()
            if changed != self._changed or size > LARGE:
                self._fold()

    def _fold(self) -> None:
        self._rows = 0
        if connection.vendor == "sqlite":
            size = _file()[1]
            fold(connection, "TRUNCATE" if size > LARGE else "PASSIVE")
            self._changed = _file()[0]


def fold(database: Any, how: str) -> None:
    """Fold the log back into the file (`PASSIVE` or `TRUNCATE`) without waiting for readers."""
    database.ensure_connection()
    database.take_turn()
    try:
        database.connection.execute("PRAGMA busy_timeout=0")
        database.connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        database.connection.execute("PRAGMA busy_timeout=5000")
    except Exception as error:
        if faults.is_of_the_disk(error):
            faults.end_process("folding the log", error)
        raise
    finally:
        database.end_turn()


def _file() -> tuple[int, int]:
    """When the log's file was last written (ns), and its size."""
    if connection.vendor != "sqlite":
        return (0, 0)
    try:
        about = os.stat(f"{connection.settings_dict['NAME']}-wal")
    except OSError:
        return (0, 0)
    return (about.st_mtime_ns, about.st_size)
