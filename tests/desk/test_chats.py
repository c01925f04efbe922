"""Running chats: time, lost listeners, the end, and what is written afterwards."""

from datetime import timedelta

import pytest

from beside.conversations.models import Entry, EntryKind
from beside.desk import actions, followers, queries
from beside.desk.models import AfterChat, RequestState, WrapUp
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou, Unavailable
from beside.gateway import presence
from beside.journal import keys
from tests.desk.conftest import NIGHT, Cast

AFTER = timedelta(minutes=2)


def notices(cast_chat: object) -> int:
    """How many service lines there are."""
    return Entry.objects.filter(kind=EntryKind.NOTICE).count()


def test_ending_needs_a_reason_and_ends_everything(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(Invalid):
        actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="because")
    with pytest.raises(NotForYou):
        actions.end_chat(conversation=chat.conversation, actor=cast.tomasz, reason="finished")
    ended = actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert ended.ended_by == cast.maya
    ended.request.refresh_from_db()
    assert ended.request.state == RequestState.ENDED
    assert not ended.conversation.is_open
    with pytest.raises(Closed):
        actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert queries.wrap_ups_due(cast.maya) == [ended]


def test_a_supervisor_can_end_and_give_time(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(NotForYou):
        actions.extend(conversation=chat.conversation, actor=cast.maya)
    for _ in range(2):
        extended = actions.extend(conversation=chat.conversation, actor=cast.ines)
    assert extended.ends_at == NIGHT + timedelta(minutes=75)
    with pytest.raises(Closed):
        actions.extend(conversation=chat.conversation, actor=cast.ines)
    assert (
        actions.end_chat(conversation=chat.conversation, actor=cast.ines, reason="time").end_reason == "time"
    )


def test_the_seeker_ending_ends_the_chat(cast: Cast) -> None:
    chat = cast.talking()
    actions.conversation_closed(conversation_id=chat.conversation_id, reason="seeker")
    chat.refresh_from_db()
    assert (chat.ended_at, chat.end_reason) == (NIGHT, "left")
    actions.conversation_closed(conversation_id=chat.conversation_id, reason="seeker")


def test_ten_and_five_minutes_are_told_once(cast: Cast) -> None:
    chat = cast.talking()
    before = notices(chat)
    for minute in (34, 35, 36, 40, 41, 50):
        with clock.frozen(NIGHT + timedelta(minutes=minute)):
            for due in queries.running_out():
                actions.tell_the_time(conversation=due.conversation)
    assert notices(chat) - before == 2


def test_a_lost_listener_is_told_and_after_two_minutes_someone_else_is_asked(cast: Cast) -> None:
    chat = cast.talking()
    later = cast.seeker_asks()
    assert actions.listener_lost(person_id=cast.maya.pk) == 1
    assert actions.listener_lost(person_id=cast.maya.pk) == 0
    with clock.frozen(NIGHT + AFTER - timedelta(seconds=1)):
        assert queries.lost_too_long() == []
    with clock.frozen(NIGHT + AFTER):
        [lost] = queries.lost_too_long()
        actions.listener_gone(conversation=lost.conversation)
        assert queries.lost_too_long() == []
        actions.start_shift(person=cast.tomasz)
        offer = actions.take_next(listener=cast.tomasz)
        assert offer.request == chat.request != later
        taken = actions.accept(offer=offer, listener=cast.tomasz)
    assert (taken.pk, taken.listener, taken.lost_at) == (chat.pk, cast.tomasz, None)


def test_a_listener_who_comes_back_keeps_the_chat(cast: Cast) -> None:
    chat = cast.talking()
    actions.start_shift(person=cast.tomasz)
    actions.listener_lost(person_id=cast.maya.pk)
    with clock.frozen(NIGHT + AFTER):
        actions.listener_gone(conversation=chat.conversation)
        offer = actions.take_next(listener=cast.tomasz)
        assert actions.listener_back(person_id=cast.maya.pk) == 1
        with pytest.raises(Closed):
            actions.accept(offer=offer, listener=cast.tomasz)
    chat.refresh_from_db()
    assert (chat.listener, chat.lost_at) == (cast.maya, None)


def test_the_sweep_finds_who_is_gone(cast: Cast) -> None:
    chat = cast.talking()
    presence.came(cast.maya.pk)
    followers.sweep.func()
    chat.refresh_from_db()
    assert chat.lost_at is None
    presence.left(cast.maya.pk)
    with clock.frozen(NIGHT + timedelta(seconds=10)):
        followers.sweep.func()
    chat.refresh_from_db()
    assert chat.lost_at is None
    with clock.frozen(NIGHT + timedelta(seconds=20)):
        followers.sweep.func()
    chat.refresh_from_db()
    assert chat.lost_at == NIGHT + timedelta(seconds=20)
    with clock.frozen(NIGHT + timedelta(seconds=141)):
        followers.sweep.func()
    chat.request.refresh_from_db()
    assert (chat.request.state, chat.request.front) == (RequestState.WAITING, True)


def test_leaving_now_is_shown_and_coming_back_too(cast: Cast) -> None:
    chat = cast.talking()
    actions.seeker_left(person_id=chat.request.person_id)
    assert [row.left for row in queries.chats_of(cast.maya)] == [True]
    actions.seeker_back(person_id=chat.request.person_id)
    assert [row.left for row in queries.chats_of(cast.maya)] == [False]


def test_a_raised_hand_is_seen_by_everyone(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    assert [row.hand for row in queries.board_of(cast.ines).others] == [True]
    actions.lower_hand(conversation=chat.conversation, actor=cast.ines)
    assert [row.hand for row in queries.board_of(cast.ines).others] == [False]


def test_danger_read_in_a_chat_marks_it(cast: Cast) -> None:
    chat = cast.talking()
    followers.move_up.func(conversation=str(chat.conversation_id), level=4, signals="plan,means")
    chat.request.refresh_from_db()
    assert (chat.request.urgency, chat.request.signals) == (4, ["means", "plan"])


def test_outsiders_find_no_chat(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(NotForYou):
        queries.chat_of(cast.tomasz, chat.conversation_id)
    assert queries.chat_of(cast.ines, chat.conversation_id) == chat


def test_a_wrap_up_is_kept_as_a_draft_then_saved_with_its_note_sealed(cast: Cast) -> None:
    chat = cast.talking()
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    actions.draft_wrap_up(chat=chat, actor=cast.maya, note="Sister not replying.")
    assert queries.wrap_ups_due(cast.maya) == [chat]
    kept = actions.wrap_up(
        chat=chat,
        actor=cast.maya,
        contact="listening",
        categories=["grief", "sleep", "grief"],
        urgency_out=1,
        outcome="calmer",
        note="Sister answered.",
    )
    assert WrapUp.objects.count() == 1
    assert kept.categories == ["grief", "sleep"]
    assert b"Sister" not in bytes(kept.note or b"")
    assert actions.note_of(WrapUp.objects.get()) == "Sister answered."
    assert queries.wrap_ups_due(cast.maya) == []
    keys.destroy(kept.key_id or 0)
    with pytest.raises(Unavailable):
        actions.note_of(kept)


def test_a_wrap_up_takes_only_what_is_on_the_form(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(NotForYou):
        actions.draft_wrap_up(chat=chat, actor=cast.tomasz)
    with pytest.raises(Invalid):
        actions.draft_wrap_up(chat=chat, actor=cast.maya, categories=["gossip"])
    with pytest.raises(Invalid):
        actions.draft_wrap_up(
            chat=chat,
            actor=cast.maya,
            categories=["grief", "sleep", "work-study", "identity", "eating", "other"],
        )
    with pytest.raises(Invalid):
        actions.wrap_up(
            chat=chat, actor=cast.maya, contact="", categories=[], urgency_out=0, outcome="calmer"
        )


def test_what_the_person_says_afterwards_is_theirs_and_can_be_skipped(cast: Cast) -> None:
    chat = cast.talking()
    seeker = chat.request.person
    actions.answer_after(conversation=chat.conversation, person=seeker, helped="partly")
    actions.answer_after(conversation=chat.conversation, person=seeker, helped="yes", distress=3)
    answer = AfterChat.objects.get()
    assert (answer.helped, answer.distress) == ("yes", 3)
    with pytest.raises(NotForYou):
        actions.answer_after(conversation=chat.conversation, person=cast.maya, helped="yes")
    with pytest.raises(Invalid):
        actions.answer_after(conversation=chat.conversation, person=seeker, helped="a lot")
