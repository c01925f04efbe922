"""When nothing can be written: the words stay with the person, the process lives, and goes on afterwards."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import psycopg
import pysqlite3
import pytest
from django.db import OperationalError, connection

from beside.conversations import actions, ledger, queries, writer
from beside.conversations.drafts import Draft
from beside.foundation import faults
from beside.foundation.errors import Unavailable
from beside.foundation.sqlite import wal
from tests.conversations.conftest import Chat


def test_a_full_disk_refuses_in_a_sentence_and_passes(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(drafts: Sequence[Draft]) -> list[ledger.Outcome | None]:
        raise OperationalError("database or disk is full")

    working = ledger.commit
    actions.say(seat=chat.seeker, words="before", client_id="a").result(10)
    writer.stop()
    monkeypatch.setattr(ledger, "commit", full)
    with pytest.raises(Unavailable, match="still in the box"):
        actions.say(seat=chat.seeker, words="while full", client_id="b").result(10)
    writer.stop()
    monkeypatch.setattr(ledger, "commit", working)
    actions.say(seat=chat.seeker, words="while full", client_id="b").result(10)
    assert [line.words for line in queries.lines(chat.listener)] == ["before", "while full"]


class Ended(BaseException):
    """Where the process would have ended."""


def torn(library: object, folder: Path) -> Exception:
    """What SQLite says of a file that is torn."""
    path = folder / "torn.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\x10\x00" + b"\xff" * 8000)
    try:
        library.connect(path).execute("SELECT * FROM sqlite_master").fetchall()  # type: ignore[attr-defined]
    except Exception as error:
        return error
    raise AssertionError("it was read")


@pytest.mark.parametrize("library", [sqlite3, pysqlite3])
def test_a_torn_file_is_told_from_a_full_disk(library: object, tmp_path: Path) -> None:
    around = OperationalError("wrapped")
    around.__cause__ = torn(library, tmp_path)
    assert faults.is_of_the_disk(around)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert not faults.is_of_the_disk(full)
    assert not faults.is_of_the_disk(OperationalError("database is locked"))


def test_a_disk_that_fails_ends_the_process(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(drafts: Sequence[Draft]) -> list[ledger.Outcome | None]:
        raise OperationalError("disk I/O error") from torn(sqlite3, tmp_path)

    def end(where: str, error: BaseException) -> None:
        raise Ended

    monkeypatch.setattr(faults, "end_process", end)
    draft = Draft(chat.conversation.pk, chat.conversation.key_id, "said", "1", "a", {"words": "x"})
    with pytest.raises(Ended):
        writer._settle([(draft, Future(), 0.0)], failing)


def test_a_commit_of_unknown_outcome_is_not_confirmed(chat: Chat) -> None:
    def lost(drafts: Sequence[Draft]) -> list[ledger.Outcome | None]:
        raise OperationalError("the connection is lost") from psycopg.OperationalError("server closed")

    draft = Draft(chat.conversation.pk, chat.conversation.key_id, "said", "1", "a", {"words": "x"})
    promised: Future[ledger.Written] = Future()
    assert writer._settle([(draft, promised, 0.0)], lost) == []
    with pytest.raises(Unavailable, match="kept only once"):
        promised.result(1)


def test_only_the_writer_folds_the_log(chat: Chat) -> None:
    if connection.vendor != "sqlite":  # PostgreSQL has no log that we fold
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
    actions.say(seat=chat.seeker, words="before", client_id="a").result(10)
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    assert log.stat().st_size > 0
    writer.stop()
    wal.fold(connection, "TRUNCATE")
    assert log.stat().st_size == 0
    assert [line.words for line in queries.lines(chat.listener)] == ["before"]


def test_a_disk_that_stalls_makes_only_so_many_wait(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_MOST_WAITING", 0)
    with pytest.raises(Unavailable, match="still in the box"):
        actions.say(seat=chat.seeker, words="one too many", client_id="a")
