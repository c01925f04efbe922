"""Which SQLite is in use, and what is refused on one that two writing processes can spoil."""

import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from beside.foundation.sqlite import version
from beside.project import opening
from beside.project.environment import Refused
from tests.running import House

WITHOUT_OURS = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "pysqlite3" else found(name, package)
"""


@pytest.mark.parametrize(
    ("release", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_the_fault_has_a_first_and_a_last_version(release: tuple[int, ...], faulty: bool) -> None:
    assert version.has_wal_reset_fault(release) is faulty


def test_the_library_we_carry_is_the_one_in_use() -> None:
    assert sqlite3.__name__ == "pysqlite3"
    assert not version.has_wal_reset_fault()
    if connection.vendor == "sqlite":
        assert connection.Database.sqlite_version == version.version()  # type: ignore[attr-defined]


def test_a_second_writer_is_refused_only_where_it_could_spoil_something() -> None:
    settings.ENVIRONMENT.data.mkdir(parents=True, exist_ok=True)
    with (settings.ENVIRONMENT.data / ".serving").open("w") as serving:
        fcntl.flock(serving, fcntl.LOCK_EX)
        with opening.only_writer(True, (3, 53, 4)), opening.only_writer(False, (3, 40, 1)):
            pass
        if connection.vendor != "sqlite":
            return
        with pytest.raises(Refused, match="WAL-reset"), opening.only_writer(True, (3, 40, 1)):
            raise AssertionError("two may write")


def test_the_check_names_the_version(new_house: Callable[..., House], tmp_path: Path) -> None:
    house = new_house()
    assert f"good  SQLite {version.version()} is free of the WAL-reset fault." in house.run("check").stdout
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_OURS)
    before = os.environ.get("PYTHONPATH", "")
    house.settings |= {"PYTHONPATH": f"{tmp_path}{os.pathsep}{before}"}
    said = house.run("check").stdout
    assert "SQLite 3." in said and version.version() not in said, "the system's own"
    if "MEND  SQLite" in said:
        refused = house.run("admin", "create", "--name", "Ana", "--email", "ana@example.org")
        assert refused.returncode == 2 and "WAL-reset" in refused.stderr
