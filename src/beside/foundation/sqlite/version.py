"""Which SQLite this is, and whether it has the fault that forbids two writing processes.

From 3.7.0 to 3.51.2 two connections that write and checkpoint in the same moment can spoil a database in WAL
mode (the "WAL-reset" fault; https://sqlite.org/wal.html, mended in 3.51.3).
"""

import sqlite3

_BEGUN, _MENDED = (3, 7, 0), (3, 51, 3)


def version() -> str:
    """The version of the library that is in use."""
    return sqlite3.sqlite_version


def has_wal_reset_fault(release: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether a release (this one, if none is named) can spoil a database that two processes write to."""
    return _BEGUN <= release < _MENDED


def sentence() -> str:
    """What `beside check` says about it."""
    if has_wal_reset_fault():
        return (
            f"SQLite {version()} has the WAL-reset fault (3.7.0 to 3.51.2): one process may write, "
            "a second one is refused."
        )
    return f"SQLite {version()} is free of the WAL-reset fault."
