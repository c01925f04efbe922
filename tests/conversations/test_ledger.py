"""The log: positions without a gap, retries that never double, words that only open where they belong."""

import threading
from concurrent.futures import Future
from uuid import uuid4

import pytest
from django.db import connection, transaction

from beside.conversations import actions, ledger, queries
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation, Entry, EntryKind, Voice
from beside.conversations.places import Place
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou, Unavailable
from beside.journal import keys
from tests.conversations.conftest import Chat, make_chat

WAIT = 10
PAYLOAD = {"words": "x", "at": "2026-01-01T00:00:00+00:00"}


def test_positions_run_from_one_without_a_gap(chat: Chat) -> None:
    futures = [
        actions.say(seat=seat, words=f"line {n}", client_id=f"{seat.pk}-{n}")
        for n in range(20)
        for seat in (chat.seeker, chat.listener)
    ]
    positions = [future.result(WAIT).position for future in futures]
    assert sorted(positions) == list(range(1, 41))
    assert Conversation.objects.get(pk=chat.conversation.pk).head == 40


def test_many_threads_still_give_one_unbroken_log(chat: Chat) -> None:
    results: list[Future[Written]] = []

    def talk(number: int) -> None:
        for n in range(15):
            results.append(actions.say(seat=chat.seeker, words="w", client_id=f"{number}-{n}"))
        connection.close()

    threads = [threading.Thread(target=talk, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.result(WAIT).position for one in results) == list(range(1, 91))


def test_a_retry_gives_the_first_entry_again(chat: Chat) -> None:
    first = actions.say(seat=chat.seeker, words="hello", client_id="a").result(WAIT)
    again = actions.say(seat=chat.seeker, words="hello", client_id="a").result(WAIT)
    assert (again.position, again.fresh) == (first.position, False)
    assert [line.words for line in queries.lines(chat.listener)] == ["hello"]


def test_a_retry_in_the_same_batch_does_not_double(chat: Chat) -> None:
    drafts = [
        actions._draft(
            Place.of(chat.seeker), EntryKind.SAID, "same", {"words": "x", "at": "2026-01-01T00:00:00+00:00"}
        )
    ] * 3
    outcomes = ledger.commit(drafts)
    assert [one.position for one in outcomes if isinstance(one, Written)] == [1, 1, 1]
    assert Entry.objects.filter(conversation=chat.conversation).count() == 1


def test_the_same_client_id_of_two_people_is_two_entries(chat: Chat) -> None:
    mine = actions.say(seat=chat.seeker, words="one", client_id="a").result(WAIT)
    theirs = actions.say(seat=chat.listener, words="two", client_id="a").result(WAIT)
    assert {mine.position, theirs.position} == {1, 2}


def test_words_on_disk_are_sealed(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="nobody may find this", client_id="a").result(WAIT)
    assert b"nobody" not in bytes(Entry.objects.get(conversation=chat.conversation).sealed)


def test_an_entry_moved_to_another_place_does_not_open(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="first", client_id="a").result(WAIT)
    Entry.objects.filter(conversation=chat.conversation, position=1).update(position=7)
    with pytest.raises(Unavailable):
        queries.lines(chat.seeker)


def test_a_seat_without_a_voice_says_nothing(chat: Chat) -> None:
    chat.listener.voice = Voice.READS
    chat.listener.save()
    with pytest.raises(NotForYou):
        actions.say(seat=chat.listener, words="hello", client_id="a").result(WAIT)
    assert not Entry.objects.filter(conversation=chat.conversation).exists()


def test_an_ended_chat_takes_nothing_more(chat: Chat) -> None:
    actions.end(seat=chat.seeker)
    with pytest.raises(Closed):
        actions.say(seat=chat.listener, words="wait", client_id="a").result(WAIT)


def test_a_retry_after_the_end_still_gets_its_acknowledgement(chat: Chat) -> None:
    first = actions.say(seat=chat.seeker, words="bye", client_id="a").result(WAIT)
    actions.end(seat=chat.seeker)
    assert actions.say(seat=chat.seeker, words="bye", client_id="a").result(WAIT).position == first.position


def test_ending_twice_is_ending_once(chat: Chat) -> None:
    actions.end(seat=chat.seeker)
    actions.end(seat=chat.seeker)
    assert chat.conversation.entries.filter(kind=EntryKind.CLOSED).count() == 1


@pytest.mark.parametrize("words", ["", "   \n ", "x" * 4001, "\u202e\u0000"])
def test_unusable_words_are_refused_in_a_sentence(chat: Chat, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.say(seat=chat.seeker, words=words, client_id="a")
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("mark", ["", "x" * 65, "é", "a\nb"])
def test_a_bad_mark_is_refused(chat: Chat, mark: str) -> None:
    with pytest.raises(Invalid):
        actions.say(seat=chat.seeker, words="hello", client_id=mark)


def test_submit_refuses_inside_a_transaction(chat: Chat) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        actions.say(seat=chat.seeker, words="hello", client_id="a")


def test_append_and_submit_share_one_order(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="one", client_id="a").result(WAIT)
    with transaction.atomic():
        actions.card(conversation=chat.conversation, card="crisis", client_id="f1")
    with transaction.atomic():
        repeated = actions.card(conversation=chat.conversation, card="crisis", client_id="f1")
    last = actions.say(seat=chat.seeker, words="two", client_id="b").result(WAIT)
    assert (repeated.position, last.position) == (2, 3)


def test_nothing_is_told_before_the_commit(chat: Chat) -> None:
    told: list[Written] = []
    ledger.follow(told.append)
    try:
        with transaction.atomic():
            actions.card(conversation=chat.conversation, card="crisis", client_id="f1")
            assert told == []
        assert [one.position for one in told] == [1]
    finally:
        ledger._followers.remove(told.append)


def test_one_bad_draft_does_not_take_the_batch_with_it(chat: Chat) -> None:
    other = make_chat()
    good = actions._draft(
        Place.of(chat.seeker), EntryKind.SAID, "a", {"words": "x", "at": "2026-01-01T00:00:00+00:00"}
    )
    actions.end(seat=other.seeker)
    bad = actions._draft(
        Place.of(other.seeker), EntryKind.SAID, "a", {"words": "x", "at": "2026-01-01T00:00:00+00:00"}
    )
    outcomes = ledger.commit([bad, good])
    assert isinstance(outcomes[0], DomainError)
    assert isinstance(outcomes[1], Written)


def test_erasing_destroys_the_key_and_leaves_a_tombstone(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="gone soon", client_id="a").result(WAIT)
    actions.erase(conversation=chat.conversation, actor=chat.seeker.person)
    with pytest.raises(Unavailable):
        keys.get(chat.conversation.key_id)
    with pytest.raises(NotForYou):
        queries.seat_of(chat.seeker.person, chat.conversation.pk)
    row = Conversation.objects.get(pk=chat.conversation.pk)
    assert row.erased_at is not None
    assert all(bytes(entry.sealed) == b"" for entry in row.entries.all())


def test_an_outsider_finds_nothing(chat: Chat) -> None:
    outsider = make_chat().seeker.person
    with pytest.raises(NotForYou):
        queries.seat_of(outsider, chat.conversation.pk)
    with pytest.raises(NotForYou):
        queries.seat_of(outsider, uuid4())


def test_an_edit_replaces_the_words_for_everyone_and_keeps_the_first_version(chat: Chat) -> None:
    said = actions.say(seat=chat.listener, words="frist", client_id="a").result(WAIT)
    actions.edit(seat=chat.listener, position=said.position, words="first", client_id="b").result(WAIT)
    for seat in (chat.seeker, chat.listener):
        assert [(line.words, line.edited) for line in queries.lines(seat)] == [("first", True)]
    assert Entry.objects.filter(conversation=chat.conversation).count() == 2


def test_nobody_edits_somebody_elses_words(chat: Chat) -> None:
    said = actions.say(seat=chat.seeker, words="mine", client_id="a").result(WAIT)
    with pytest.raises(Invalid):
        actions.edit(seat=chat.listener, position=said.position, words="yours", client_id="b")


def test_other_words_under_the_same_mark_are_not_taken_for_said(chat: Chat) -> None:
    actions.say(seat=chat.seeker, words="hello", client_id="a").result(WAIT)
    with pytest.raises(Invalid, match="under this mark"):
        actions.say(seat=chat.seeker, words="goodbye", client_id="a").result(WAIT)
    assert [line.words for line in queries.lines(chat.listener)] == ["hello"]


def test_other_words_under_the_same_mark_in_the_same_batch(chat: Chat) -> None:
    place = Place.of(chat.seeker)
    drafts = [actions._draft(place, EntryKind.SAID, "same", {**PAYLOAD, "words": words}) for words in "xyx"]
    first, second, third = ledger.commit(drafts)
    assert isinstance(first, Written) and isinstance(second, Invalid) and isinstance(third, Written)
    assert (first.position, third.position, third.fresh) == (1, 1, False)


def test_nobody_takes_back_somebody_elses_words(chat: Chat) -> None:
    said = actions.say(seat=chat.seeker, words="mine", client_id="a").result(WAIT)
    with pytest.raises(Invalid):
        actions.withdraw(seat=chat.listener, position=said.position, client_id="b")


def test_nothing_is_taken_back_once_the_chat_has_ended(chat: Chat) -> None:
    said = actions.say(seat=chat.seeker, words="mine", client_id="a").result(WAIT)
    actions.end(seat=chat.seeker)
    with pytest.raises(Closed):
        actions.withdraw(seat=chat.seeker, position=said.position, client_id="b").result(WAIT)


def test_one_who_no_longer_waits_does_not_stop_the_writer(chat: Chat) -> None:
    promised = [actions.say(seat=chat.seeker, words="w", client_id=str(n)) for n in range(20)]
    assert not any(one.cancel() for one in promised), "what is queued is written"
    assert sorted(one.result(WAIT).position for one in promised) == list(range(1, 21))


def test_a_key_that_is_gone_refuses_its_own_drafts_only(chat: Chat) -> None:
    other = make_chat()
    keys.destroy(other.conversation.key_id)
    drafts = [actions._draft(Place.of(one.seeker), EntryKind.SAID, "a", PAYLOAD) for one in (other, chat)]
    outcomes = ledger.commit(drafts)
    assert isinstance(outcomes[0], Unavailable)
    assert isinstance(outcomes[1], Written)
