"""A supervisor beside a chat: unseen until they step in, and never a word where the seeker could find it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from beside.conversations import actions as conversations
from beside.conversations import pages
from beside.conversations import queries as conversation_queries
from beside.conversations.models import Entry, EntryKind, Kind, Seat, Voice
from beside.conversations.places import Place
from beside.desk import actions, followers, queries
from beside.desk.actions import supervision
from beside.desk.models import Chat
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou
from beside.gateway import presence
from beside.journal import audit
from beside.operations import copies
from beside.people.models import Person, Role
from beside.safety.models import Alert
from tests.desk.conftest import Cast
from tests.world import make_colleague

SECRET = "ask about tonight, gently"


def voice(chat: Chat, person: Person) -> str:
    """How somebody is in the chat."""
    seat = Seat.objects.filter(conversation=chat.conversation, person=person).first()
    return seat.voice if seat else Voice.NONE


def seeker_sees(chat: Chat) -> list[str]:
    """The lines on the seeker's page."""
    seat = conversation_queries.seat_of(chat.request.person, chat.conversation_id)
    return [line.words or str(line.kind) for line in conversation_queries.lines(seat)]


def beside_words(chat: Chat) -> list[str]:
    """What stands in the log beside the chat, as its listener reads it."""
    tied = conversation_queries.backstage_of(chat.conversation)
    assert tied is not None and tied.kind == Kind.BACKSTAGE
    return [
        line.words
        for line in conversation_queries.lines(conversation_queries.seat_of(chat.listener, tied.pk))
    ]


def test_reading_along_is_noticed_by_nobody(live_cast: Cast) -> None:
    chat = live_cast.talking()
    seat = conversation_queries.seat_of(chat.request.person, chat.conversation_id)
    before = pages.chat(seat)
    reading = supervision.read_along(conversation=chat.conversation, actor=live_cast.ines)
    conversations.read(seat=reading, upto=99)
    presence.came(live_cast.ines.pk)
    try:
        after = pages.chat(seat)
        assert conversation_queries.open_seats([live_cast.ines.pk]) == []
    finally:
        presence.left(live_cast.ines.pk)
    for name in ("head", "seen", "listener", "here"):
        assert after[name] == before[name], name
    assert live_cast.ines.name not in json.dumps(seeker_sees(chat))
    assert Place.of(reading).is_silent and reading.voice == Voice.READS
    assert conversation_queries.lines(reading)


def test_each_reading_is_in_the_trail_before_a_word(cast: Cast) -> None:
    chat = cast.talking()
    for _twice in range(2):
        supervision.read_along(conversation=chat.conversation, actor=cast.ines)
    lines = audit.lines(act="chat.read-along", about=str(chat.conversation_id))
    assert [line.actor for line in lines] == [cast.ines.pk] * 2


def test_whoever_reads_along_cannot_speak(live_cast: Cast) -> None:
    chat = live_cast.talking()
    reading = supervision.read_along(conversation=chat.conversation, actor=live_cast.ines)
    with pytest.raises(DomainError):
        conversations.say(seat=reading, words="hello", client_id="x").result(10)
    assert not Entry.objects.filter(conversation=chat.conversation, kind=EntryKind.SAID).exists()


def test_looking_away_gives_the_place_back(cast: Cast) -> None:
    chat = cast.talking()
    supervision.read_along(conversation=chat.conversation, actor=cast.ines)
    for _twice in range(2):
        supervision.look_away(conversation=chat.conversation, actor=cast.ines)
    with pytest.raises(NotForYou):
        conversation_queries.seat_of(cast.ines, chat.conversation_id)


def test_the_end_of_the_chat_ends_the_reading(cast: Cast) -> None:
    chat = cast.talking()
    supervision.read_along(conversation=chat.conversation, actor=cast.ines)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    followers.stop_reading.func(conversation=str(chat.conversation_id), reason="finished")
    assert voice(chat, cast.ines) == Voice.NONE


def test_a_whisper_is_nowhere_but_beside(live_cast: Cast) -> None:
    chat = live_cast.talking()
    listening = conversation_queries.seat_of(live_cast.maya, chat.conversation_id)
    conversations.say(seat=listening, words="hello", client_id="h").result(10)
    supervision.whisper(
        conversation=chat.conversation, actor=live_cast.ines, words=SECRET, client_id="w"
    ).result(10)
    assert SECRET in beside_words(chat)
    seeker = chat.request.person
    taken_along = json.dumps(copies.plain(copies.whole(seeker)), default=str)
    assert "hello" in taken_along and SECRET not in taken_along
    assert SECRET not in json.dumps(seeker_sees(chat))
    tied = conversation_queries.backstage_of(chat.conversation)
    assert tied is not None
    with pytest.raises(NotForYou):
        conversation_queries.seat_of(seeker, tied.pk)


def test_stepping_in_is_said_and_ends_the_call(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    supervision.read_along(conversation=chat.conversation, actor=cast.ines)
    for _twice in range(2):
        supervision.step_in(conversation=chat.conversation, actor=cast.ines)
    said = seeker_sees(chat)
    assert sum("Ines" in line and "Maya" in line for line in said) == 1
    assert voice(chat, cast.ines) == voice(chat, cast.maya) == Voice.SPEAKS
    chat.refresh_from_db()
    assert (chat.listener, chat.hand_at) == (cast.maya, None)
    assert Alert.objects.get(kind="help").acknowledged_by == cast.ines


def test_stepping_out_leaves_the_listener(cast: Cast) -> None:
    chat = cast.talking()
    supervision.step_in(conversation=chat.conversation, actor=cast.ines)
    for _twice in range(2):
        supervision.step_out(conversation=chat.conversation, actor=cast.ines)
    kinds = list(chat.conversation.entries.order_by("position").values_list("kind", flat=True))
    assert kinds.count(EntryKind.LEFT) == 1
    supervision.step_in(conversation=chat.conversation, actor=cast.ines)
    assert sum("joined you and Maya" in line for line in seeker_sees(chat)) == 2


def test_taking_over_changes_hands_once(cast: Cast) -> None:
    chat = cast.talking()
    for _twice in range(2):
        supervision.take_over(conversation=chat.conversation, actor=cast.ines, reason="Maya asked me to")
    chat.refresh_from_db()
    assert chat.listener == cast.ines
    assert (voice(chat, cast.ines), voice(chat, cast.maya)) == (Voice.SPEAKS, Voice.NONE)
    [line] = audit.lines(act="chat.taken-over", about=str(chat.conversation_id))
    assert (line.actor, line.reason) == (cast.ines.pk, "Maya asked me to")
    kinds = list(chat.conversation.entries.order_by("position").values_list("kind", flat=True))
    assert kinds[-3:] == [EntryKind.JOINED, EntryKind.LEFT, EntryKind.NOTICE]
    assert [row.chat.pk for row in queries.chats_of(cast.ines)] == [chat.pk]


def test_taking_over_needs_a_reason(cast: Cast) -> None:
    chat = cast.talking()
    for reason in ("", "  ", "x"):
        with pytest.raises(Invalid):
            supervision.take_over(conversation=chat.conversation, actor=cast.ines, reason=reason)
    chat.refresh_from_db()
    assert chat.listener == cast.maya


def test_taking_over_takes_back_what_was_asked(cast: Cast) -> None:
    chat = cast.talking()
    actions.ask_for_another(conversation=chat.conversation, person=chat.request.person)
    actions.start_shift(person=cast.tomasz)
    actions.take_next(listener=cast.tomasz)
    supervision.take_over(conversation=chat.conversation, actor=cast.ines, reason="nobody else is free")
    chat.request.refresh_from_db()
    assert chat.request.state == "matched"
    assert queries.offer_of(cast.tomasz) is None


VERBS: list[Callable[[Chat, Person], object]] = [
    lambda chat, person: supervision.read_along(conversation=chat.conversation, actor=person),
    lambda chat, person: supervision.whisper(
        conversation=chat.conversation, actor=person, words="x", client_id="x"
    ),
    lambda chat, person: supervision.step_in(conversation=chat.conversation, actor=person),
    lambda chat, person: supervision.step_out(conversation=chat.conversation, actor=person),
    lambda chat, person: supervision.take_over(
        conversation=chat.conversation, actor=person, reason="because"
    ),
]


@pytest.mark.parametrize("verb", VERBS)
def test_only_supervisors(cast: Cast, verb: Callable[[Chat, Person], object]) -> None:
    chat = cast.talking()
    for person in (cast.maya, cast.tomasz, cast.odile, make_colleague("Oskar"), chat.request.person):
        with pytest.raises(NotForYou):
            verb(chat, person)


@pytest.mark.parametrize("verb", VERBS[2:])
def test_not_after_the_end(cast: Cast, verb: Callable[[Chat, Person], object]) -> None:
    chat = cast.talking()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    with pytest.raises(Closed):
        verb(chat, cast.ines)


def test_two_supervisors_take_over_at_once(live_cast: Cast) -> None:
    chat, ida = live_cast.talking(), make_colleague("Ida", Role.SUPERVISOR)

    def take(person: Person) -> None:
        try:
            supervision.take_over(conversation=chat.conversation, actor=person, reason="both at once")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, (live_cast.ines, ida)))
    chat.refresh_from_db()
    speaking = Seat.objects.filter(conversation=chat.conversation, side="staff", voice=Voice.SPEAKS)
    assert [seat.person for seat in speaking] == [chat.listener]
    assert chat.listener in (live_cast.ines, ida)
