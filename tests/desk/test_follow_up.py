"""A line promised for later: only with the person's own yes, sealed, missed ones call somebody."""

from datetime import timedelta

import pytest

from beside.desk import actions
from beside.desk.actions.follow_up import words_of
from beside.desk.models import Chat, FollowUp
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.people.actions import welcome
from beside.safety.models import Alert
from tests.desk.conftest import NIGHT, Cast

DAY = timedelta(hours=24)


@pytest.fixture
def chat(cast: Cast) -> Chat:
    """A chat that has ended."""
    talk = cast.talking()
    return actions.end_chat(conversation=talk.conversation, actor=cast.maya, reason="finished")


def test_nothing_is_promised_without_the_persons_yes(cast: Cast, chat: Chat) -> None:
    person = chat.request.person
    with pytest.raises(NotForYou):
        actions.propose_follow_up(chat=chat, actor=cast.tomasz, hours=24)
    with pytest.raises(Invalid):
        actions.propose_follow_up(chat=chat, actor=cast.maya, hours=5)
    actions.propose_follow_up(chat=chat, actor=cast.maya, hours=24)
    with pytest.raises(Closed):
        actions.write_follow_up(chat=chat, actor=cast.maya, words="Hello again.")
    stranger = welcome(language="en")[0]
    for other in (cast.maya, stranger):
        with pytest.raises(NotForYou):
            actions.answer_follow_up(chat=chat, person=other, yes=True)
    agreed = actions.answer_follow_up(chat=chat, person=person, yes=True)
    assert agreed.due_at == NIGHT + DAY


def test_the_line_is_sealed_and_read_by_the_person_alone(cast: Cast, chat: Chat) -> None:
    person = chat.request.person
    actions.propose_follow_up(chat=chat, actor=cast.maya, hours=24)
    actions.answer_follow_up(chat=chat, person=person, yes=True)
    with pytest.raises(Invalid):
        actions.write_follow_up(chat=chat, actor=cast.maya, words="  ")
    actions.write_follow_up(chat=chat, actor=cast.tomasz, words="Maya is ill; we thought of you.")
    with pytest.raises(Closed):
        actions.write_follow_up(chat=chat, actor=cast.maya, words="Twice.")
    assert b"Maya" not in bytes(FollowUp.objects.get().sealed or b"")
    assert words_of(chat=chat, person=person) == "Maya is ill; we thought of you."
    with pytest.raises(NotForYou):
        words_of(chat=chat, person=cast.maya)
    actions.forget_notes(conversation_id=chat.conversation_id)
    assert not FollowUp.objects.exists()


def test_a_yes_can_be_taken_back_and_a_no_stays(cast: Cast, chat: Chat) -> None:
    person = chat.request.person
    actions.propose_follow_up(chat=chat, actor=cast.maya, hours=48)
    for yes, state in ((True, "agreed"), (True, "agreed"), (False, "refused")):
        assert actions.answer_follow_up(chat=chat, person=person, yes=yes).state == state
    with pytest.raises(Closed):
        actions.write_follow_up(chat=chat, actor=cast.maya, words="All the same.")
    with pytest.raises(Closed):
        actions.propose_follow_up(chat=chat, actor=cast.maya, hours=24)


def test_a_missed_promise_calls_once_and_stops_when_it_is_kept(cast: Cast, chat: Chat) -> None:
    actions.propose_follow_up(chat=chat, actor=cast.maya, hours=24)
    actions.answer_follow_up(chat=chat, person=chat.request.person, yes=True)
    with clock.frozen(NIGHT + DAY + timedelta(minutes=59)):
        assert actions.call_for_missed() == 0
    with clock.frozen(NIGHT + DAY + timedelta(minutes=60)):
        assert actions.call_for_missed() == 1
        assert actions.call_for_missed() == 0
        assert Alert.objects.get().is_open
        actions.write_follow_up(chat=chat, actor=cast.ines, words="Here is your line.")
        assert not Alert.objects.get().is_open


def test_it_can_be_called_off(cast: Cast, chat: Chat) -> None:
    actions.propose_follow_up(chat=chat, actor=cast.maya, hours=24)
    with pytest.raises(NotForYou):
        actions.drop_follow_up(chat=chat, actor=cast.tomasz)
    actions.drop_follow_up(chat=chat, actor=cast.maya)
    with pytest.raises(Closed):
        actions.answer_follow_up(chat=chat, person=chat.request.person, yes=True)
