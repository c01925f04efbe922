"""What a database says when something is wrong with the disk."""

import sqlite3

import pytest
from django.db import DatabaseError, OperationalError

from beside.foundation import faults


def full() -> sqlite3.OperationalError:
    """What SQLite truly says when there is no room."""
    with sqlite3.connect(":memory:") as small:
        small.execute("PRAGMA max_page_count = 2")
        small.execute("CREATE TABLE words (word TEXT)")
        with pytest.raises(sqlite3.OperationalError) as said:
            small.execute("INSERT INTO words VALUES (?)", ["again and again" * 1000])
    return said.value


def missing() -> sqlite3.OperationalError:
    with sqlite3.connect(":memory:") as empty, pytest.raises(sqlite3.OperationalError) as said:
        empty.execute("SELECT * FROM nothing")
    return said.value


class DiskFull(Exception):
    sqlstate = "53100"


@pytest.mark.parametrize("cause", [full(), DiskFull()])
def test_a_note_that_nobody_waits_for_is_left_out_on_a_full_disk(cause: Exception) -> None:
    with faults.unless_full():
        raise OperationalError from cause


def test_anything_else_is_heard() -> None:
    assert not faults.is_of_the_disk(full()), "a full disk ends no process"
    with pytest.raises(DatabaseError), faults.unless_full():
        raise OperationalError from missing()
