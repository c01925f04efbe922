"""Danger that was read becomes a concern, once, and stays until somebody has looked after it."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.foundation.errors import Closed, NotForYou
from beside.journal.models import AuditLine, Job
from beside.journal.worker import drain
from beside.safety import actions, followers, queries
from beside.safety.models import Concern
from tests.safety.conftest import Chat
from tests.world import make_colleague, make_seeker


def raised(chat: Chat, level: int, *signals: str, position: int = 1) -> Concern:
    """A concern in the chat."""
    return actions.raise_concern(
        conversation=chat.conversation, level=level, signals=signals, position=position
    )


def cards(chat: Chat) -> list[str]:
    """The cards the seeker sees."""
    return [line.card for line in conversation_queries.lines(chat.seeker) if line.card]


def announced() -> list[dict[str, object]]:
    """The facts of every "concern.raised", the lowest level first."""
    jobs = Job.objects.filter(key__startswith="concern.raised:", task__endswith="move_up")
    return sorted((job.arguments["kwargs"] for job in jobs), key=lambda facts: facts["level"])


def test_one_concern_is_open_and_the_highest_level_wins(chat: Chat) -> None:
    first = raised(chat, 2, "ideation_active")
    again = raised(chat, 1, "distress", position=2)
    higher = raised(chat, 3, "plan", position=3)
    lower = raised(chat, 2, "ideation_active", position=4)
    assert first.pk == again.pk == higher.pk == lower.pk
    kept = Concern.objects.get()
    assert (kept.level, kept.position) == (3, 3)
    assert set(kept.signals) == {"ideation_active", "distress", "plan"}


def test_a_second_open_one_is_impossible(chat: Chat) -> None:
    first = raised(chat, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.create(
            conversation=chat.conversation, level=2, position=1, raised_at=first.raised_at, signals=[]
        )


@pytest.mark.parametrize("level", [0, 5])
def test_levels_have_bounds(chat: Chat, level: int) -> None:
    with pytest.raises(IntegrityError):
        raised(chat, level)


def test_the_card_comes_once_and_only_from_three(chat: Chat) -> None:
    raised(chat, 2, "ideation_active")
    assert cards(chat) == []
    raised(chat, 3, "plan", position=2)
    raised(chat, 4, "intent", position=3)
    raised(chat, 4, "intent", position=3)
    assert cards(chat) == ["crisis"]


def test_a_new_concern_after_a_closed_one_brings_a_new_card(chat: Chat) -> None:
    actions.close_concern(concern=raised(chat, 3, "plan"), actor=chat.listener)
    raised(chat, 3, "plan", position=9)
    assert cards(chat) == ["crisis", "crisis"]
    assert Concern.objects.count() == 2


def test_an_ended_chat_gets_no_card(chat: Chat) -> None:
    conversations.end(seat=chat.seeker)
    chat.conversation.refresh_from_db()
    assert raised(chat, 4, "intent").level == 4
    assert cards(chat) == []


def test_each_rise_is_told_once(chat: Chat) -> None:
    for level in (2, 2, 1, 3, 3):
        raised(chat, level, "ideation_active")
    assert [fact["level"] for fact in announced()] == [2, 3]
    assert {fact["conversation"] for fact in announced()} == {str(chat.conversation.pk)}


def test_a_rise_asks_for_somebody_again(chat: Chat) -> None:
    actions.acknowledge(concern=raised(chat, 2), actor=chat.listener)
    assert raised(chat, 3, "plan").acknowledged_at is None


def test_whoever_acknowledges_first_stays_named(chat: Chat) -> None:
    concern, ines = raised(chat, 3, "plan"), make_colleague("Ines", "supervisor")
    actions.acknowledge(concern=concern, actor=chat.listener)
    again = actions.acknowledge(concern=concern, actor=ines)
    assert again.acknowledged_by == chat.listener
    lines = AuditLine.objects.filter(act="concern.acknowledged")
    assert [line.actor for line in lines] == [chat.listener.pk]


def test_a_closed_one_is_over(chat: Chat) -> None:
    concern = raised(chat, 3, "plan")
    closed = actions.close_concern(concern=concern, actor=chat.listener)
    assert (closed.is_open, closed.acknowledged_by) == (False, chat.listener)
    assert actions.close_concern(concern=concern, actor=chat.listener).closed_at == closed.closed_at
    with pytest.raises(Closed):
        actions.acknowledge(concern=concern, actor=chat.listener)
    assert queries.open_concern(chat.conversation.pk) is None


def test_who_may_see_a_concern(chat: Chat) -> None:
    concern = raised(chat, 3, "plan")
    assert queries.concern(chat.listener, concern.pk) == concern
    assert queries.concern(make_colleague("Ines", "supervisor"), concern.pk) == concern
    outsider, other = make_colleague("Olaf"), make_colleague("Lena", "listener")
    for person in (outsider, other, chat.seeker.person, make_seeker().person):
        with pytest.raises(NotForYou):
            queries.concern(person, concern.pk)
    with pytest.raises(NotForYou):
        queries.concern(chat.listener, concern.pk + 1)


def test_who_lost_the_seat_sees_nothing(chat: Chat) -> None:
    concern = raised(chat, 3, "plan")
    seat = chat.conversation.seats.get(person=chat.listener)
    with transaction.atomic():
        conversations.unseat(seat=seat)
    with pytest.raises(NotForYou):
        queries.concern(chat.listener, concern.pk)


def test_from_words_to_card(chat: Chat) -> None:
    """The whole way: what is said is read while it is stored, and the follow-up does the rest."""
    said = conversations.say(
        seat=chat.seeker, words="I have the pills here and I'm going to kill myself tonight", client_id="a1"
    ).result(10)
    drain()
    concern = Concern.objects.get()
    assert (concern.level, concern.position) == (4, said.position)
    assert {"intent", "means", "timeframe"} <= set(concern.signals)
    assert cards(chat) == ["crisis"]


def test_ordinary_words_raise_nothing(chat: Chat) -> None:
    conversations.say(seat=chat.seeker, words="hello, is someone there?", client_id="a1").result(10)
    drain()
    assert not Concern.objects.exists()


def test_the_follow_up_bears_running_twice(chat: Chat) -> None:
    facts = {"conversation": str(chat.conversation.pk), "position": 1, "level": 3, "signals": "plan,means"}
    followers.look_after_danger.call(**facts)
    followers.look_after_danger.call(**facts)
    assert Concern.objects.get().signals == ["plan", "means"]
    assert cards(chat) == ["crisis"]
    assert len(announced()) == 1
