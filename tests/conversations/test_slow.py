"""Somebody who floods a chat: one message each 20 seconds, nothing lost, danger at once, nobody else pays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beside.conversations import actions, ledger, live, queries, slowing
from beside.conversations.drafts import Draft, Written
from beside.conversations.models import EntryKind, Seat, Voice
from beside.conversations.places import Place
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou, TooMany
from beside.people.actions import begin_visit
from beside.people.cookies import VISIT
from tests.conversations.conftest import Chat
from tests.conversations.watching import room, run, until

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DANGER = "I have the pills here and I want to die tonight"


def slowed(chat: Chat, **how_long: int) -> Chat:
    """The chat, with its seeker slowed from noon on."""
    until = NOON + (timedelta(**how_long) if how_long else slowing.LASTS)
    with transaction.atomic():
        actions.slow_down(seat=chat.seeker, until=until)
    return chat


def says(chat: Chat, words: str, *, after: float, mark: str = "") -> Written:
    """The seeker says something so many seconds after noon."""
    with clock.frozen(NOON + timedelta(seconds=after)):
        said = actions.say(seat=chat.seeker, words=words, client_id=mark or f"{words}-{after}"[:64])
        return said.result(10)


def heard(chat: Chat) -> list[str]:
    """What the listener reads."""
    return [line.words for line in queries.lines(chat.listener)]


def draft(seat: Seat, words: str) -> Draft:
    """Words as the writer gets them."""
    return actions._spoken(Place.of(seat), words, f"{seat.pk}-{words}"[:64], None)


def test_one_message_each_twenty_seconds(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with pytest.raises(TooMany) as refused:
        says(chat, "two", after=12.5)
    assert refused.value.retry_after == pytest.approx(7.5)
    assert "still in the box" in str(refused.value)
    says(chat, "two", after=20)
    assert heard(chat) == ["one", "two"]


def test_what_was_refused_may_come_again_under_its_own_mark(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with pytest.raises(TooMany):
        says(chat, "two", after=1, mark="same")
    says(chat, "two", after=21, mark="same")
    assert not says(chat, "two", after=22, mark="same").fresh, "a retry is no second message"
    assert heard(chat) == ["one", "two"]


def test_two_windows_at_once_get_one_message_in(chat: Chat) -> None:
    slowed(chat)
    with clock.frozen(NOON):
        first, second = ledger.commit([draft(chat.seeker, "here"), draft(chat.seeker, "and here")])
    assert isinstance(first, Written)
    assert isinstance(second, TooMany)
    assert heard(chat) == ["here"]


def test_words_of_danger_go_at_once_and_so_do_the_words_after_them(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    says(chat, DANGER, after=1)
    says(chat, "in the kitchen", after=2)
    assert heard(chat) == ["one", DANGER, "in the kitchen"]


def test_words_that_cannot_be_read_are_no_way_around_it(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with pytest.raises(TooMany):
        says(chat, "dies ist ein ganz anderer Satz auf Deutsch", after=1)


def test_only_the_one_who_was_slowed_waits(chat: Chat) -> None:
    slowed(chat)
    with clock.frozen(NOON):
        for words in ("a", "b", "c"):
            actions.say(seat=chat.listener, words=words, client_id=words).result(10)
    assert heard(chat) == ["a", "b", "c"]


def test_after_ten_minutes_it_is_over(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=599)
    says(chat, "two", after=600)
    says(chat, "three", after=600.5)
    assert heard(chat) == ["one", "two", "three"]


def test_it_ends_when_staff_end_it(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with transaction.atomic():
        actions.speed_up(seat=chat.seeker)
    says(chat, "two", after=1)
    assert heard(chat) == ["one", "two"]


def test_words_are_taken_back_at_once_but_not_changed(chat: Chat) -> None:
    slowed(chat)
    said = says(chat, "one", after=0)
    with clock.frozen(NOON + timedelta(seconds=1)):
        with pytest.raises(TooMany):
            actions.edit(seat=chat.seeker, position=said.position, words="x", client_id="e").result(10)
        actions.withdraw(seat=chat.seeker, position=said.position, client_id="w").result(10)
    says(chat, "two", after=21)


def test_a_chat_that_is_over_says_so_and_no_trace_of_it_is_left(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with transaction.atomic():
        actions.close(conversation=chat.conversation, actor=None, reason="finished")
    with pytest.raises(Closed):
        says(chat, "two", after=1)
    assert Seat.objects.get(pk=chat.seeker.pk).slow_until is None


def test_whoever_lost_their_place_is_not_told_to_wait(chat: Chat) -> None:
    slowed(chat)
    Seat.objects.filter(pk=chat.seeker.pk).update(voice=Voice.NONE)
    with pytest.raises(NotForYou):
        says(chat, "one", after=0)


def test_nobody_pays_for_it_who_is_not_slowed(chat: Chat) -> None:
    free = looked_up(chat, "one")
    assert free == (0 if connection.vendor == "sqlite" else 1), "the voice alone, which is asked for anyway"
    assert looked_up(slowed(chat), "two") == free + 1


def looked_up(chat: Chat, words: str) -> int:
    """How often the seats were asked for while the seeker said something."""
    with clock.frozen(NOON), CaptureQueriesContext(connection) as asked:
        ledger.commit([draft(chat.seeker, words)])
    return sum("conversations_seat" in one["sql"] for one in asked)


def test_the_socket_says_how_long_in_the_language_of_the_person(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)

    async def go() -> None:
        async with room() as here:
            link, paper = await here.comes(chat.seeker, "fr")
            with clock.frozen(NOON + timedelta(seconds=5)):
                await live.say(link, {"t": "say", "c": str(chat.conversation.pk), "id": "s", "words": "two"})
                await until(lambda: paper.sent[-1]["t"] == "no")
            told = paper.sent[-1]
            assert (told["code"], told["of"], told["id"], told["retry_after"]) == ("slow", "say", "s", 15.0)
            assert "rien n’est perdu" in told["why"]

    run(go)


def test_the_page_without_scripts_keeps_the_words(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with clock.frozen(NOON + timedelta(seconds=5)):
        browser = Client()
        browser.cookies[VISIT] = begin_visit(person=chat.seeker.person)[1]
        page = browser.post(f"/c/{chat.conversation.pk}", {"words": "and another thing", "id": "m"})
    assert page.status_code == 429
    assert "and another thing</textarea>" in page.content.decode()
    assert "one message goes every 20 seconds" in page.content.decode()


def test_no_other_kind_of_entry_waits(chat: Chat) -> None:
    slowed(chat)
    says(chat, "one", after=0)
    with transaction.atomic():
        written = actions.notice(conversation=chat.conversation, notice="joined", client_id="n", who="Maya")
    assert written.kind == EntryKind.NOTICE
