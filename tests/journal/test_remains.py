"""After a key was destroyed, its wrapped bytes are nowhere in the files of the key store."""

from pathlib import Path

import psycopg
import pytest
from django.db import connections

from beside.conversations import actions
from beside.conversations.models import Entry
from beside.foundation.errors import Unavailable
from beside.journal import keys, remains, rotation
from beside.journal.models import DataKey, KeyEpoch
from tests.conversations.conftest import make_chat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests hold transactions open on the same server: those are waited for as well."""
    monkeypatch.setattr(remains, "_PATIENCE_MS", 60_000)


def on_disk(alias: str, what: bytes) -> list[str]:
    """The files of this database that hold these bytes; what PostgreSQL has in memory is written first."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        files = [each for each in name.parent.iterdir() if each.name.startswith(name.name)]
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            base = folder / "base" / str(cursor.fetchone()[0])
        files = [each for each in base.iterdir() if each.is_file()]
    return [each.name for each in files if what in each.read_bytes()]


def vacuum() -> None:
    """What PostgreSQL's autovacuum does to the main tables in its time, here at once and thoroughly."""
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            remains.rewrite(cursor, "conversations_entry")


def test_a_destroyed_key_is_nowhere_in_the_key_store() -> None:
    for number in range(50):
        keys.make("test", f"other {number}")
    number = keys.make("test", "gone")
    wrapped = bytes(DataKey.objects.get(pk=number).wrapped or b"")
    assert on_disk("keys", wrapped)
    keys.destroy(number)
    remains.tidy_key_store()
    assert on_disk("keys", wrapped) == []


def test_an_ended_epoch_is_nowhere_in_the_key_store() -> None:
    keys.make("test", "a")
    wrapped = bytes(KeyEpoch.objects.get(pk=1).wrapped or b"")
    assert on_disk("keys", wrapped)
    rotation.begin(reason="test")
    while rotation.move():
        pass
    rotation.end_old()
    remains.tidy_key_store()
    assert on_disk("keys", wrapped) == []


def test_an_emptied_payload_is_nowhere_in_the_tables_or_their_log() -> None:
    chat = make_chat()
    actions.say(seat=chat.seeker, words="hello", client_id="a").result(10)
    sealed = bytes(Entry.objects.get(client_id="a").sealed)
    assert on_disk("default", sealed)
    actions.erase(conversation=chat.conversation, actor=None)
    remains.empty_log()
    vacuum()
    assert on_disk("default", sealed) == []


def test_the_key_store_is_not_called_clean_while_a_reader_could_still_see_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A row that an older reader may still ask for goes into the new table too."""
    if connections["keys"].vendor != "postgresql":
        return  # SQLite's secure_delete overwrites it at once
    number = keys.make("test", "gone")
    with psycopg.connect(**connections["keys"].get_connection_params()) as reader:
        monkeypatch.setattr(remains, "_PATIENCE_MS", 100)
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")
        keys.destroy(number)
        with pytest.raises(Unavailable):
            remains.tidy_key_store()
    monkeypatch.setattr(remains, "_PATIENCE_MS", 60_000)
    remains.tidy_key_store()


def test_what_still_runs_in_another_database_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks while it does, looks from before it: so would the writing anew."""
    if connections["keys"].vendor != "postgresql":
        return  # SQLite has none
    elsewhere = {**connections["keys"].get_connection_params(), "dbname": "postgres"}
    with psycopg.connect(**elsewhere) as other:
        other.execute("SELECT pg_current_xact_id()")
        monkeypatch.setattr(remains, "_PATIENCE_MS", 100)
        with pytest.raises(Unavailable):
            remains.tidy_key_store()


def test_the_worker_looks_for_remains_only_after_something_was_destroyed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[str] = []
    monkeypatch.setattr(remains, "empty_log", lambda: called.append("log"))
    monkeypatch.setattr(remains, "tidy_key_store", lambda: called.append("store"))
    number = keys.make("test", "a")
    remains.sweep.func()
    assert called == []
    keys.destroy(number)
    remains.sweep.func()
    assert called == ["log", "store"]
