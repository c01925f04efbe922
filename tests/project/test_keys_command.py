"""`beside keys` and the root key, as an operator meets them."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from beside.foundation.errors import Unavailable
from beside.project import rootkey
from tests.running import House

PHRASE = "lantern orchard mitten tuba crumb"
OPEN_ALL = (
    "from beside.journal import keys, housekeys; from beside.journal.models import DataKey; "
    "print(len([keys.get(row.pk) for row in DataKey.objects.filter(destroyed_at=None)]),"
    " housekeys.key('phrase').hex())"
)
MAKE = "from beside.journal import keys; print(keys.make('test', '{0}'))"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that does not serve, with one key: made once, and copied."""
    folder = tmp_path_factory.mktemp("prepared")
    made = House(BESIDE_DATA=str(folder / "var"))
    said(made, "migrate")
    said(made, "django", "shell", "--no-imports", "-c", MAKE.format("a"))
    return folder


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> House:
    """A copy of it."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return House(BESIDE_DATA=str(tmp_path / "var"))


def said(house: House, *arguments: str, typed: str = "", fails: bool = False) -> str:
    """What a command says; it must succeed, or be refused in a sentence."""
    done = house.run(*arguments, typed=typed)
    assert done.returncode == (2 if fails else 0), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr if fails else done.stdout


def opened(house: House) -> str:
    """How many keys open, and the pepper."""
    return said(house, "django", "shell", "--no-imports", "-c", OPEN_ALL).strip()


def root(tmp_path: Path) -> Path:
    return tmp_path / ".var-root-key"


def test_two_of_three_papers_bring_a_lost_root_key_back(house: House, tmp_path: Path) -> None:
    assert "Nobody has a copy" in said(house, "keys", "status")
    papers = said(house, "keys", "escrow", "--shares", "2of3").split("Beside root key, ")[1:]
    shares = ["Beside root key, " + paper for paper in papers]
    assert len(shares) == 3 and "share 2 of 3 (any 2 together" in shares[1]
    assert "give back the root key of this" in said(house, "keys", "drill", typed=shares[0] + shares[2])
    root(tmp_path).rename(tmp_path / "lost")
    torn = shares[1].replace("2: ", "2: Z", 1)
    assert "Line 2" in said(house, "keys", "recover", typed=shares[0] + torn, fails=True)
    assert not root(tmp_path).exists()
    said(house, "keys", "recover", typed=shares[2] + shares[1])
    assert root(tmp_path).read_bytes() == (tmp_path / "lost").read_bytes()
    assert root(tmp_path).stat().st_mode & 0o777 == 0o600
    assert opened(house).startswith("1 ")


def test_a_sealed_copy_brings_a_lost_root_key_back(house: House, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy")
    said(house, "keys", "escrow", "--copy", copy, typed=f"{PHRASE}\n")
    assert "Copies of it were made" in said(house, "keys", "status")
    root(tmp_path).rename(tmp_path / "lost")
    assert "beside keys recover" in said(house, "keys", "status", fails=True)
    assert "does not open the file" in said(
        house, "keys", "recover", "--copy", copy, typed="no\n", fails=True
    )
    said(house, "keys", "recover", "--copy", copy, typed=f"{PHRASE}\n")
    assert root(tmp_path).read_bytes() == (tmp_path / "lost").read_bytes()


def test_shares_of_another_installation_are_taken_back_out(house: House, tmp_path: Path) -> None:
    other = House(BESIDE_DATA=str(tmp_path / "other" / "var"))
    said(other, "migrate")
    papers = said(other, "keys", "escrow", "--shares", "2of2")
    opened(house)
    root(tmp_path).unlink()
    assert "not the one" in said(house, "keys", "recover", typed=papers.partition("\n\n")[2], fails=True)
    assert not root(tmp_path).exists()


def test_without_the_root_key_the_door_opens_and_history_waits(house: House, tmp_path: Path) -> None:
    before = opened(house)
    root(tmp_path).rename(tmp_path / "away")
    house.settings["BESIDE_HISTORY_SEALED"] = "yes"
    assert said(house, "django", "shell", "--no-imports", "-c", MAKE.format("new")).strip()
    assert "temporary" in said(house, "keys", "status")
    sealed = house.run("django", "shell", "--no-imports", "-c", OPEN_ALL)
    assert sealed.returncode and "Nothing is lost" in sealed.stderr
    assert "bring it back first" in said(house, "keys", "rotate", fails=True)
    (tmp_path / "away").rename(root(tmp_path))
    assert "while it was away opens" in said(house, "keys", "recover")
    assert opened(house) == before.replace("1 ", "2 ", 1)


def test_the_root_key_is_changed_and_nothing_is_lost(house: House, tmp_path: Path) -> None:
    before, old = opened(house), root(tmp_path).read_bytes()
    assert "Restart it at a quiet moment" in said(house, "keys", "rotate", "--root")
    assert root(tmp_path).read_bytes() != old and opened(house) == before
    [kept] = tmp_path.glob(".var-root-key.old-*")
    assert kept.read_bytes() == old and "delete it after 7 days" in said(house, "keys", "status")
    kept.unlink()
    assert opened(house) == before
    root(tmp_path).write_bytes(old)
    assert house.run("django", "shell", "--no-imports", "-c", OPEN_ALL).returncode != 0


@pytest.mark.parametrize("is_wrapped", [False, True], ids=["before the rows", "after the rows"])
def test_a_change_of_the_root_key_that_was_killed_goes_on(
    house: House, tmp_path: Path, is_wrapped: bool
) -> None:
    before, following = opened(house), tmp_path / ".var-root-key.next"
    following.write_bytes(b"n" * 32)
    following.chmod(0o600)
    if is_wrapped:
        code = "from beside.journal import rotation; rotation.change_root(b'n' * 32)"
        said(house, "django", "shell", "--no-imports", "-c", code)
    assert opened(house) == before
    said(house, "keys", "rotate", "--root")
    assert root(tmp_path).read_bytes() == b"n" * 32 and not following.exists()
    assert opened(house) == before


def test_an_epoch_is_destroyed_and_every_key_still_opens(house: House, tmp_path: Path) -> None:
    before = opened(house)
    assert "Epoch 1 is destroyed" in said(house, "keys", "rotate", "--reason", "a disk went missing")
    assert opened(house) == before
    with sqlite3.connect(tmp_path / "var" / "keys.db") as store:
        rows = store.execute("SELECT number, wrapped IS NULL FROM journal_keyepoch ORDER BY 1").fetchall()
    assert rows == [(1, 1), (2, 0)]


def test_a_program_may_print_the_root_key(house: House, tmp_path: Path) -> None:
    before = opened(house)
    root(tmp_path).rename(tmp_path / "elsewhere")
    house.settings["BESIDE_ROOT_KEY_COMMAND"] = printing(tmp_path, f"base64 {tmp_path / 'elsewhere'}")
    assert "give --to FILE" in said(house, "keys", "rotate", "--root", fails=True)
    told = said(house, "keys", "rotate", "--root", "--to", str(tmp_path / "elsewhere2"))
    assert "only then restart" in told
    os.replace(tmp_path / "elsewhere2", tmp_path / "elsewhere")
    assert opened(house) == before
    house.settings["BESIDE_ROOT_KEY_COMMAND"] = printing(tmp_path, "echo hunter2; echo hunter2 >&2; exit 3")
    refusal = said(house, "keys", "status", fails=True)
    assert "failed with 3" in refusal and "hunter2" not in refusal and refusal.count("\n") == 1


def printing(tmp_path: Path, script: str) -> str:
    """A program."""
    program = tmp_path / f"print-{len(list(tmp_path.glob('print-*')))}"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return str(program)


@pytest.mark.parametrize("form", ["cat {0}", "xxd -p -c 64 {0}", "base64 {0}", "cat {0}; echo"])
def test_what_a_program_may_print(tmp_path: Path, form: str) -> None:
    key = bytes(range(32))
    (tmp_path / "key").write_bytes(key)
    assert rootkey.printed((printing(tmp_path, form.format(tmp_path / "key")),)) == key


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("echo hunter2hunter2", "printed no root key"),
        ("head -c 33 /dev/zero", "printed no root key"),
        ("echo hunter2; exit 3", "failed with 3"),
        ("exec sleep 60", "within 0 seconds"),
    ],
)
def test_what_a_program_may_not_print(
    tmp_path: Path, script: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rootkey, "PATIENCE", 0.4)
    with pytest.raises(Unavailable, match=sentence) as refused:
        rootkey.printed((printing(tmp_path, script),))
    assert "hunter2" not in str(refused.value)


def test_a_program_is_run_once_in_a_process_and_never_by_a_shell(tmp_path: Path) -> None:
    program = printing(tmp_path, f"echo $# >> {tmp_path / 'runs'}; head -c 32 /dev/urandom")
    command = (program, "$(touch /tmp/never); a|b")
    assert rootkey.printed(command) == rootkey.printed(command)
    assert (tmp_path / "runs").read_text() == "1\n"
    with pytest.raises(Unavailable, match="cannot be run"):
        rootkey.printed((str(tmp_path / "missing"),))
