"""When a chat is too much: phrases for it, one message at a time for a while, and never in danger."""

from datetime import timedelta

import pytest
from django.test import Client

from beside.conversations import actions as conversations
from beside.conversations.models import Seat, Side
from beside.conversations.queries import lines, seat_of
from beside.desk import actions, followers, guidance
from beside.desk.actions.course import set_phase
from beside.desk.actions.phrases import set_phrases
from beside.desk.actions.steady import let_write, slow_down
from beside.desk.models import Chat, Phase
from beside.desk.queries import phrases
from beside.desk.queries.steady import pace_of, slowed_until
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou, TooMany
from beside.journal.models import AuditLine
from beside.people.actions import begin_visit
from beside.people.cookies import VISIT
from beside.people.models import Person
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in


def read_by(person: Person, chat: Chat) -> list[str]:
    """What somebody in this chat reads."""
    return [line.words for line in lines(seat_of(person, chat.conversation_id))]


def test_a_listener_slows_somebody_who_floods_and_both_are_told(cast: Cast) -> None:
    chat = cast.talking()
    slow_down(conversation=chat.conversation, actor=cast.maya)
    assert slowed_until(chat) == NIGHT + timedelta(minutes=10)
    theirs, ours = read_by(chat.request.person, chat)[-1], read_by(cast.maya, chat)[-1]
    assert "for the next 10 minutes one message every 20 seconds goes" in theirs
    assert "Maya" not in theirs
    assert ours.startswith("Maya slowed the messages: one every 20 seconds for 10 minutes")
    assert AuditLine.objects.filter(act="chat.slowed", actor=cast.maya.pk).count() == 1


def test_twice_is_once(cast: Cast) -> None:
    chat = cast.talking()
    slow_down(conversation=chat.conversation, actor=cast.maya)
    said = len(read_by(cast.maya, chat))
    with clock.frozen(NIGHT + timedelta(minutes=5)):
        slow_down(conversation=chat.conversation, actor=cast.ines)
        assert slowed_until(chat) == NIGHT + timedelta(minutes=10)
    assert len(read_by(cast.maya, chat)) == said


def test_after_ten_minutes_it_can_be_chosen_again(cast: Cast) -> None:
    chat = cast.talking()
    slow_down(conversation=chat.conversation, actor=cast.maya)
    with clock.frozen(NIGHT + timedelta(minutes=10)):
        assert slowed_until(chat) is None
        slow_down(conversation=chat.conversation, actor=cast.maya)
        assert slowed_until(chat) == NIGHT + timedelta(minutes=20)
    assert sum("slowed the messages" in words for words in read_by(cast.maya, chat)) == 2


def test_it_ends_when_staff_say_so_and_once(cast: Cast) -> None:
    chat = cast.talking()
    let_write(conversation=chat.conversation, actor=cast.maya)
    before = read_by(chat.request.person, chat)
    slow_down(conversation=chat.conversation, actor=cast.maya)
    for _each in range(2):
        let_write(conversation=chat.conversation, actor=cast.ines)
    assert slowed_until(chat) is None
    assert read_by(chat.request.person, chat)[len(before) + 1 :] == ["You can write as usual again."]


def test_nobody_else_may(cast: Cast) -> None:
    chat = cast.talking()
    for verb in (slow_down, let_write):
        with pytest.raises(NotForYou):
            verb(conversation=chat.conversation, actor=cast.tomasz)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    chat.conversation.refresh_from_db()
    for verb in (slow_down, let_write):
        with pytest.raises(Closed):
            verb(conversation=chat.conversation, actor=cast.maya)


def test_in_danger_nobody_is_slowed(cast: Cast) -> None:
    chat = cast.talking(cast.tomasz, safe="no")
    assert not pace_of(chat).may
    with pytest.raises(Invalid):
        slow_down(conversation=chat.conversation, actor=cast.tomasz)
    assert slowed_until(chat) is None


def test_danger_that_is_read_ends_it(cast: Cast) -> None:
    chat = cast.talking()
    slow_down(conversation=chat.conversation, actor=cast.maya)
    followers.move_up.call(conversation=str(chat.conversation_id), level=2, signals="ideation_active")
    assert slowed_until(chat) is not None
    followers.move_up.call(conversation=str(chat.conversation_id), level=3, signals="plan")
    assert slowed_until(chat) is None
    assert read_by(chat.request.person, chat)[-1] == "You can write as usual again."
    followers.move_up.call(conversation=str(chat.conversation_id), level=3, signals="plan")
    assert sum("as usual" in words for words in read_by(chat.request.person, chat)) == 1


def test_the_end_of_the_chat_leaves_nothing_of_it(cast: Cast) -> None:
    chat = cast.talking()
    slow_down(conversation=chat.conversation, actor=cast.maya)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="abuse")
    assert Seat.objects.get(conversation=chat.conversation, side=Side.SEEKER).slow_until is None


def test_the_listener_writes_as_they_like(live_cast: Cast) -> None:
    chat = live_cast.talking()
    slow_down(conversation=chat.conversation, actor=live_cast.maya)
    seat = seat_of(live_cast.maya, chat.conversation_id)
    for words in ("a", "b"):
        conversations.say(seat=seat, words=words, client_id=words).result(10)
    theirs = seat_of(chat.request.person, chat.conversation_id)
    conversations.say(seat=theirs, words="one", client_id="1").result(10)
    with pytest.raises(TooMany):
        conversations.say(seat=theirs, words="two", client_id="2").result(10)


def test_on_the_console_with_and_without_scripts(cast: Cast) -> None:
    chat = cast.talking()
    maya = sign_in(Client(), cast.maya)
    page = maya.get("/desk/live").content.decode()
    assert "When it is too much" in page
    assert "Slow down for ten minutes" in page
    there = f"/desk/c/{chat.conversation_id}/pace"
    assert maya.post(there, {"act": "slow"}).status_code == 302
    piece = maya.get(f"/desk/c/{chat.conversation_id}/course").content.decode()
    assert f'id="pace-{chat.conversation_id}" hx-swap-oob' in piece
    assert "Let them write as usual" in piece
    swapped = maya.post(there, {"act": "usual"}, headers={"HX-Request": "true"})
    assert "Slow down for ten minutes" in swapped.content.decode()
    assert maya.post(there, {"act": "louder"}).status_code == 422
    assert maya.get(there).status_code == 405


def test_a_refusal_is_said_in_its_place(cast: Cast) -> None:
    chat = cast.talking(cast.tomasz, safe="no")
    there = f"/desk/c/{chat.conversation_id}/pace"
    swapped = sign_in(Client(), cast.tomasz).post(there, {"act": "slow"}, headers={"HX-Request": "true"})
    assert swapped.status_code == 200
    assert "every word is let in as it comes" in swapped.content.decode()
    assert "Slow down for ten minutes" not in swapped.content.decode()


def test_an_outsider_gets_nothing(cast: Cast) -> None:
    chat = cast.talking()
    there = f"/desk/c/{chat.conversation_id}/pace"
    assert sign_in(Client(), cast.tomasz).post(there, {"act": "slow"}).status_code == 404
    seeker = Client()
    seeker.cookies[VISIT] = begin_visit(person=chat.request.person)[1]
    assert seeker.post(there, {"act": "usual"}).status_code in (302, 404)
    assert slowed_until(chat) is None


def test_the_helpline_writes_its_own_phrases_for_it(cast: Cast) -> None:
    built_in = phrases.steadying("en")
    assert [one["draft"] for one in built_in] == [str(one.draft) for one in guidance.STEADY.prompts]
    own = {**phrases.to_edit("en"), "steady": [("Ours", "One by one, please.")]}
    set_phrases(actor=cast.odile, language="en", written=own, seen=phrases.stamp_of("en"))
    assert phrases.steadying("en") == [{"label": "Ours", "draft": "One by one, please."}]


def test_phrases_written_before_there_were_any_for_it_keep_the_built_in_ones(cast: Cast) -> None:
    own = {"meet": [("Ours", "Hello there.")]}
    set_phrases(actor=cast.odile, language="en", written=own, seen=phrases.stamp_of("en"))
    assert [len(one["prompts"]) for one in phrases.phases("en")] == [1, 0, 0, 0, 0]
    assert len(phrases.steadying("en")) == len(phrases.to_edit("en")["steady"]) == 4


def test_it_is_no_part_that_a_chat_goes_through(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(Invalid):
        set_phase(conversation=chat.conversation, actor=cast.maya, phase=Phase.STEADY)
    assert "steady" not in [one["key"] for one in phrases.phases("en")]
