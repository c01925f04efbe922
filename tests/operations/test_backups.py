"""A backup is one only when it comes back: whole, or refused in a sentence; and what was erased stays so."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beside.foundation import clock
from beside.operations.backups import generations, schedule
from tests.operations.commands import Lived, house
from tests.throwaway import Postgres

NIGHT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A house with words in it, migrated once."""
    return house(tmp_path_factory.mktemp("settled"), "first").settled()


@pytest.fixture
def lived(settled: Lived, tmp_path: Path) -> Lived:
    """A copy of it, for one test."""
    own = house(tmp_path, "first")
    shutil.copytree(settled.data, own.data)
    return own


def _comes_back(first: Lived, second: Lived, copies: Path) -> str:
    assert "rows in" in first.run("backup", str(copies))
    said = second.run("restore", str(copies))
    assert second.read() == first.expected()
    return said


def test_a_backup_comes_back_whole(lived: Lived, tmp_path: Path) -> None:
    second = house(tmp_path, "second").empty()
    said = _comes_back(lived, second, tmp_path / "copies")
    assert "is back" in said and "MEND" not in said
    assert "is not empty" in second.run("restore", str(tmp_path / "copies"), code=2)


def test_a_backup_comes_back_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    first = house(tmp_path, "one", postgres).settled()
    second = house(tmp_path, "two", postgres).empty()
    _comes_back(first, second, tmp_path / "copies")
    assert "has tables already" in second.run("restore", str(tmp_path / "copies"), code=2)
    assert "do not." in first.run("drill", "restore", str(tmp_path / "copies"))


def test_what_was_erased_after_the_backup_stays_erased(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    gone = lived.erase_one(tmp_path / "copies")
    second = house(tmp_path, "second").empty()
    said = second.run("restore", str(tmp_path / "copies"))
    assert "1 conversations were erased after the backup" in said
    assert second.read()["conversations"][gone] == "erased"
    assert second.read()["conversations"] == {**lived.expected()["conversations"], gone: "erased"}


def test_without_the_list_it_would_come_back(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    gone = lived.erase_one(tmp_path / "copies")
    (tmp_path / "copies" / "keys" / "tombstones.json").write_text("[]")
    second = house(tmp_path, "second").empty()
    second.run("restore", str(tmp_path / "copies"))
    assert second.read()["conversations"][gone] == lived.expected()["conversations"][gone]


def test_one_changed_byte_is_refused(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    [copy] = (tmp_path / "copies" / "main").glob("*/beside.sqlite")
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    second = house(tmp_path, "second").empty()
    assert "its hash differs" in second.run("restore", str(tmp_path / "copies"), code=2)
    assert not (second.data / "beside.db").exists()


def test_another_root_key_is_refused_before_anything_is_touched(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    second = house(tmp_path, "second").empty()
    (second.folder / "root-key").unlink()
    assert "root key here is another" in second.run("restore", str(tmp_path / "copies"), code=2)


def test_a_restore_that_was_cut_off_is_refused_service_and_begins_again(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    second = house(tmp_path, "second").empty()
    (second.data / ".restoring").write_text("")
    (second.data / "beside.db").write_bytes(b"half of it")
    assert "did not finish" in second.run("serve", code=2)
    second.run("restore", str(tmp_path / "copies"))
    assert second.read() == lived.expected()


def test_the_root_key_is_in_no_backup(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    root = (lived.folder / "root-key").read_bytes()
    files = [path for path in (tmp_path / "copies").rglob("*") if path.is_file()]
    assert len(files) == 5
    assert not [
        path for path in files if root in path.read_bytes() or root.hex().encode() in path.read_bytes()
    ]


def test_the_key_stores_copies_live_shorter(lived: Lived, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    lived.run("backup", str(copies))
    for days, left in ((6, (1, 1)), (8, (1, 0)), (15, (0, 0))):
        with clock.moved(timedelta(days=days)):
            generations.forget_old(copies, "default", timedelta(days=14))
            generations.forget_old(copies, "keys", timedelta(days=7))
        found = tuple(len(generations.of(copies, alias)) for alias in ("default", "keys"))
        assert found == left


def test_the_drill_opens_everything_and_says_so(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    assert "entries and 2 notes open, 0 do not" in lived.run("drill", "restore", str(tmp_path / "copies"))
    assert not list(lived.data.glob(".drill-*"))
    told = json.loads((lived.data / "records" / "drill-restore.json").read_text())
    assert told["good"] is True


def test_the_drill_is_red_when_a_copy_is_damaged(lived: Lived, tmp_path: Path) -> None:
    lived.run("backup", str(tmp_path / "copies"))
    [copy] = (tmp_path / "copies" / "keys").glob("*/beside.sqlite")
    copy.write_bytes(copy.read_bytes()[:-1])
    assert "could not be restored" in lived.run("drill", "restore", str(tmp_path / "copies"), code=1)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NIGHT, True),
        (NIGHT - timedelta(days=1), NIGHT + timedelta(minutes=1), True),
        (NIGHT + timedelta(minutes=5), NIGHT + timedelta(hours=20), False),
        (NIGHT - timedelta(hours=23), NIGHT - timedelta(minutes=1), False),
    ],
)
def test_a_backup_is_due_once_its_hour_has_come(last: datetime | None, now: datetime, due: bool) -> None:
    assert schedule.is_due(last, now, hour=3) is due
