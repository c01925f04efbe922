"""No word without a key: what is sealed is known here, and each verb that takes words refuses without one."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import pytest

from beside.conversations import actions as conversations
from beside.conversations import queries, writer
from beside.conversations.drafts import Written
from beside.conversations.models import Entry, Seat
from beside.conversations.places import Place
from beside.desk import actions as desk
from beside.desk import queries as desk_queries
from beside.desk.actions import beside as aside
from beside.desk.actions import marks, reports, supervision
from beside.desk.models import Chat, FollowUp, Report, WrapUp
from beside.foundation import clock, roots
from beside.foundation.errors import Unavailable
from beside.journal import epochs, housekeys, keys
from beside.journal.models import DataKey, HouseKey, KeyEpoch
from tests.desk.conftest import Cast, make_cast
from tests.house.sealing import binary_columns, wordy_verbs

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = {
    "conversations.entry.sealed",
    "desk.given.sealed",  # moved to another row in tests/desk/test_questions.py
    "desk.report.answer",  # bound to its own column, so that it does not open as the words
    "desk.report.words",
    "desk.wrapup.note",
    "desk.followup.sealed",  # under the conversation's key, like its entries
    "journal.datakey.wrapped",
    "journal.keyepoch.wrapped",
    "journal.housekey.wrapped",
    "people.returnphrase.proof",  # a hash of a hash: there is nothing in it to open
}
"""Every column of bytes. A new one belongs into a test below that moves it to another row."""

STORES_NOTHING = {"people.come_back"}
"""Verbs that only look at words: nothing of them is kept."""

HANDS_THEM_ON = {"desk.wrap_up"}
"""Verbs whose words are an argument of a verb below them."""


@dataclass
class Scene:
    """A chat with one line on either side, and a note about it."""

    cast: Cast
    chat: Chat
    seeker: Seat
    listener: Seat


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Maya talks with somebody, and has written a note."""
    cast = make_cast()
    chat = cast.talking()
    seats = Seat.objects.filter(conversation=chat.conversation).select_related("conversation", "person")
    seeker, listener = seats.get(side="seeker"), seats.get(side="staff")
    for number, seat in enumerate((seeker, listener)):
        conversations.say(seat=seat, words=f"line {number}", client_id=f"{number}").result(10)
    desk.draft_wrap_up(chat=chat, actor=cast.maya, note="a note")
    reports.report(matter="other", words="told before")
    yield Scene(cast, chat, seeker, listener)
    writer.stop()
    desk_queries.forget_service()


def spoken(at: Scene) -> "Future[Written]":
    """The way of a socket, with a promise made here."""
    told: Future[Written] = Future()
    conversations.speak(place=Place.of(at.seeker), words="hidden", client_id="x", told=told)
    return told


VERBS: dict[str, Callable[[Scene], Any]] = {
    "conversations.say": lambda at: conversations.say(seat=at.seeker, words="hidden", client_id="x"),
    "conversations.speak": spoken,
    "conversations.edit": lambda at: conversations.edit(
        seat=at.seeker, position=line_of(at.seeker), words="hidden", client_id="x"
    ),
    "desk.write_beside": lambda at: aside.write_beside(
        conversation=at.chat.conversation,
        actor=at.cast.maya,
        style="note",
        words="hidden",
        beside=1,
        client_id="x",
    ),
    "desk.answer_hand": lambda at: aside.answer_hand(
        conversation=at.chat.conversation, actor=at.cast.ines, words="hidden", client_id="x"
    ),
    "desk.keep_note": lambda at: aside.keep_note(
        conversation=at.chat.conversation, actor=at.cast.maya, words="hidden", position=0, client_id="x"
    ),
    "desk.pin_fact": lambda at: marks.pin_fact(
        conversation=at.chat.conversation, actor=at.cast.maya, words="hidden", client_id="x"
    ),
    "desk.wrap_up": lambda at: desk.wrap_up(
        chat=at.chat,
        actor=at.cast.maya,
        contact="listening",
        categories=[],
        urgency_out=1,
        outcome="calmer",
        note="hidden",
    ),
    "desk.report": lambda at: reports.report(matter="other", words="hidden"),
    "desk.answer_report": lambda at: reports.answer_report(
        report=Report.objects.get(), actor=at.cast.ines, words="hidden"
    ),
    "desk.whisper": lambda at: supervision.whisper(
        conversation=at.chat.conversation, actor=at.cast.ines, words="hidden", client_id="x"
    ),
    "desk.tell_who_carries_on": lambda at: aside.tell_who_carries_on(
        conversation=at.chat.conversation, actor=at.cast.maya, words="hidden", hand_over=1, client_id="x"
    ),
    "desk.write_follow_up": lambda at: promised(at),  # noqa: PLW0108  (defined below)
    "desk.draft_wrap_up": lambda at: desk.draft_wrap_up(chat=at.chat, actor=at.cast.maya, note="hidden"),
}
"""Each verb that keeps words, used once."""


def promised(at: Scene) -> Any:
    """A line that the person said yes to."""
    about = {"by": at.cast.maya, "hours": 24, "proposed_at": clock.now(), "state": "agreed"}
    FollowUp.objects.get_or_create(chat=at.chat, defaults=about)
    return desk.write_follow_up(chat=at.chat, actor=at.cast.maya, words="hidden")


def line_of(seat: Seat) -> int:
    return Entry.objects.get(conversation=seat.conversation, author=str(seat.pk), kind="said").position


def forget() -> None:
    """As a process that has just started."""
    keys._cache.clear()
    epochs.forget()
    housekeys.forget()


@pytest.fixture
def no_root(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root key is away."""
    monkeypatch.setattr(roots, "_provider", None)
    monkeypatch.setattr(roots, "_roots", roots.Roots(()))
    forget()


@pytest.fixture
def no_keys(scene: Scene) -> None:
    """The key store is empty."""
    DataKey.objects.all().delete()
    KeyEpoch.objects.update(wrapped=None, ended_at="2026-11-22T00:00:00Z")
    forget()


def test_every_column_of_bytes_is_known_here() -> None:
    assert binary_columns() == COLUMNS


def test_every_verb_that_takes_words_is_known_here() -> None:
    assert set(wordy_verbs()) == set(VERBS) - HANDS_THEM_ON | STORES_NOTHING


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_works_with_the_key(scene: Scene, verb: str) -> None:
    told = VERBS[verb](scene)
    if hasattr(told, "result"):
        told.result(10)
    assert b"hidden" not in b"".join(stored())


@pytest.mark.parametrize("verb", VERBS)
def test_no_word_is_kept_without_the_root_key(scene: Scene, no_root: None, verb: str) -> None:
    before = stored()
    with pytest.raises(Unavailable):
        VERBS[verb](scene).result(10)
    assert stored() == before


def test_nothing_is_kept_when_the_key_store_was_emptied(scene: Scene, no_keys: None) -> None:
    before = stored()
    for verb in ("conversations.say", "conversations.edit", "desk.draft_wrap_up"):
        with pytest.raises(Unavailable):
            VERBS[verb](scene).result(10)
    assert stored() == before


def stored() -> list[bytes]:
    """Everything sealed that a person said or wrote."""
    lines = [bytes(sealed) for sealed in Entry.objects.order_by("pk").values_list("sealed", flat=True)]
    notes = [bytes(note or b"") for note in WrapUp.objects.order_by("pk").values_list("note", flat=True)]
    told = [bytes(one or b"") for row in Report.objects.order_by("pk") for one in (row.words, row.answer)]
    return lines + notes + told


def test_a_line_in_another_place_does_not_open(scene: Scene) -> None:
    rows = list(Entry.objects.filter(conversation=scene.chat.conversation).order_by("position"))
    sealed = [bytes(row.sealed) for row in rows]
    for row, other in zip(rows, sealed[1:] + sealed[:1], strict=True):
        Entry.objects.filter(pk=row.pk).update(sealed=other)
    with pytest.raises(Unavailable):
        queries.lines(scene.seeker)


def test_an_older_wording_of_a_note_does_not_open(scene: Scene) -> None:
    older = WrapUp.objects.get()
    desk.draft_wrap_up(chat=scene.chat, actor=scene.cast.maya, note="another note")
    WrapUp.objects.update(note=older.note, key_id=older.key_id)
    with pytest.raises(Unavailable):
        desk.note_of(WrapUp.objects.get())


def test_the_same_note_kept_again_keeps_its_key(scene: Scene) -> None:
    before = WrapUp.objects.get()
    desk.draft_wrap_up(chat=scene.chat, actor=scene.cast.maya, note="a note")
    after = WrapUp.objects.get()
    assert (after.key_id, bytes(after.note or b"")) == (before.key_id, bytes(before.note or b""))
    desk.draft_wrap_up(chat=scene.chat, actor=scene.cast.maya, note="")
    assert WrapUp.objects.get().note is None and DataKey.objects.get(pk=before.key_id).wrapped is None


def test_wrapped_keys_in_another_place_do_not_open(scene: Scene) -> None:
    first, second = DataKey.objects.filter(destroyed_at=None).order_by("pk")[:2]
    DataKey.objects.filter(pk=first.pk).update(wrapped=second.wrapped, epoch=second.epoch)
    forget()
    with pytest.raises(Unavailable):
        keys.get(first.pk)
    epochs.begin()
    rows = list(KeyEpoch.objects.order_by("number"))
    KeyEpoch.objects.filter(pk=rows[0].pk).update(wrapped=rows[1].wrapped)
    forget()
    with pytest.raises(Unavailable):
        epochs.key(rows[0].pk)
    housekeys.keep_all()
    pepper = HouseKey.objects.get(pk="phrase")
    HouseKey.objects.filter(pk="phrase salt").update(wrapped=pepper.wrapped)
    housekeys.forget()
    with pytest.raises(Unavailable):
        housekeys.key("phrase salt")


def test_an_answer_put_in_the_place_of_the_words_does_not_open(scene: Scene) -> None:
    held = Report.objects.get()
    reports.answer_report(report=held, actor=scene.cast.ines, words="an answer")
    held.refresh_from_db()
    Report.objects.update(words=held.answer)
    with pytest.raises(Unavailable):
        reports.words_of(Report.objects.get())
