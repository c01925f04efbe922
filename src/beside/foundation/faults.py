"""A disk that fails. What it did with the last write nobody can know, so nobody goes on as if they did."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.db import DatabaseError

_EXIT = 74
"""EX_IOERR of sysexits.h."""

_IO_ERROR, _CORRUPT, _FULL, _NOT_A_DATABASE = 10, 11, 13, 26
_DISK_FULL = "53100"
"""disk_full of PostgreSQL's error codes."""

_log = logging.getLogger("beside.faults")


def is_of_the_disk(error: BaseException | None) -> bool:
    """Whether SQLite says that the disk failed or the file is torn. A full disk and a lock are neither."""
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None:
            return code & 0xFF in (_IO_ERROR, _CORRUPT, _NOT_A_DATABASE)
        error = error.__cause__ or error.__context__
    return False


def is_full(error: BaseException | None) -> bool:
    """Whether the disk has no room: SQLite and PostgreSQL both say so, and reading goes on."""
    while error is not None:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == _FULL
        if full or getattr(error, "sqlstate", None) == _DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def unless_full() -> Iterator[None]:
    """For a note that nobody waits for: where there is no room, nothing is noted, and nobody hears of it."""
    try:
        yield
    except DatabaseError as error:
        if not is_full(error):
            raise


def is_unknown(error: BaseException | None) -> bool:
    """Whether PostgreSQL went away in the middle: it may have committed, or not."""
    while error is not None:
        if type(error).__module__.partition(".")[0] == "psycopg":
            state = getattr(error, "sqlstate", None) or "08000"
            return state[:2] in ("08", "57") or state == "40003"
        error = error.__cause__
    return False


def end_process(where: str, error: BaseException) -> NoReturn:
    """End at once: the file handle cannot be trusted any more. A restart reads what is truly on the disk."""
    _log.critical("the disk failed in %s (%s): ending this process", where, type(error).__name__)
    logging.shutdown()
    os._exit(_EXIT)
