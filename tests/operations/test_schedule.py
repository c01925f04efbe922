"""What the worker does about backups by itself."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from beside.conversations import actions
from beside.foundation import clock
from beside.operations import records
from beside.operations.backups import generations, schedule, taking
from tests.conversations.conftest import make_chat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copies(settings: object, tmp_path: Path) -> Path:
    """Where the worker puts them."""
    settings.BACKUP_FOLDER, settings.BACKUP_HOUR = tmp_path / "copies", 3  # type: ignore[attr-defined]
    (records.folder() / f"{taking.RECORD}.json").unlink(missing_ok=True)
    return tmp_path / "copies"


def taken(copies: Path) -> tuple[int, int]:
    """How many copies there are of the tables and of the key store."""
    main, keys = (len(generations.of(copies, alias)) for alias in ("default", "keys"))
    return main, keys


def test_one_a_day_and_old_ones_go_by_their_own_age(copies: Path) -> None:
    schedule.take_when_due.func()
    schedule.take_when_due.func()
    assert taken(copies) == (1, 1)
    for days, left in ((1, (2, 2)), (9, (3, 1)), (17, (2, 1))):
        with clock.moved(timedelta(days=days)):
            schedule.take_when_due.func()
            assert taken(copies) == left
    told = records.last(taking.RECORD)
    assert told["good"] and datetime.fromisoformat(told["good_at"]) > clock.now() + timedelta(days=16)


def test_old_ones_go_also_when_none_can_be_taken(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule.take_when_due.func()
    with clock.moved(timedelta(days=8)):
        records.keep(taking.RECORD, good=True)
        schedule.take_when_due.func()
    assert taken(copies) == (1, 0)

    def full(*_about: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(taking.copying, "out", full)
    with clock.moved(timedelta(days=15)):
        with pytest.raises(OSError, match="No space"):
            schedule.take_when_due.func()
        assert taken(copies) == (0, 0)
    assert not records.last(taking.RECORD)["good"] and not list((copies / "main").glob(".part-*"))


def test_the_list_of_what_was_erased_names_ids_only(copies: Path) -> None:
    chat = make_chat()
    actions.say(seat=chat.seeker, words="a-word-nobody-may-find", client_id="a").result(10)
    actions.erase(conversation=chat.conversation, actor=None)
    schedule.list_erased.func()
    text = (copies / "keys" / "tombstones.json").read_text()
    assert [chat.conversation.key_id, "conversation", str(chat.conversation.pk)] in json.loads(text)
    assert "a-word" not in text
