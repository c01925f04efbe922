"""The desk calls people: a listener who asks, danger in a chat, danger that nobody is there for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from beside.desk import actions, followers
from beside.desk.actions import calls
from beside.desk.models import Chat, Request
from beside.foundation import clock
from beside.gateway import presence
from beside.journal.models import Job
from beside.safety import actions as safety
from beside.safety import queries as alerts
from beside.safety.models import Alert
from tests.desk.conftest import NIGHT, Cast


@pytest.fixture
def maya_is_here(cast: Cast) -> Iterator[None]:
    """Maya has a page open."""
    presence.came(cast.maya.pk)
    yield
    presence.left(cast.maya.pk)


def open_calls(kind: str) -> list[Alert]:
    """What is open of a kind."""
    return list(Alert.objects.open().filter(kind=kind))


def graver(chat: Chat, urgency: int) -> None:
    """The chat is more urgent than it was."""
    Request.objects.filter(pk=chat.request_id).update(urgency=urgency)


def test_asking_for_help_calls_the_supervisors(cast: Cast) -> None:
    chat = cast.talking()
    for _twice in range(2):
        actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    [call] = open_calls("help")
    assert alerts.alerts_for(cast.ines) == [call]
    assert (call.due_seconds, call.next_at) == (30, NIGHT + timedelta(seconds=30))
    assert alerts.alerts_for(cast.maya) == alerts.alerts_for(cast.tomasz) == []


def test_help_is_called_again_and_then_further(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    for seconds, stage in ((30, 1), (60, 2)):
        with clock.frozen(NIGHT + timedelta(seconds=seconds)):
            [due] = alerts.alerts_to_call()
            safety.call_again(alert=due)
            assert Alert.objects.get().stage == stage


def test_a_supervisor_who_lowers_the_hand_is_named(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    actions.lower_hand(conversation=chat.conversation, actor=cast.ines)
    assert Alert.objects.get().acknowledged_by == cast.ines
    assert open_calls("help") == []


def test_a_listener_who_needs_it_no_more_names_nobody(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    actions.lower_hand(conversation=chat.conversation, actor=cast.maya)
    ended = Alert.objects.get()
    assert (ended.is_open, ended.acknowledged_by) == (False, None)


def test_help_stops_with_the_chat(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    followers.sweep.func()
    assert open_calls("help") == []


def test_grave_danger_wants_a_supervisors_word(cast: Cast, maya_is_here: None) -> None:
    chat = cast.talking()
    followers.sweep.func()
    assert open_calls("danger") == []
    graver(chat, 3)
    for _twice in range(2):
        followers.sweep.func()
    [call] = open_calls("danger")
    safety.acknowledge_alert(alert=call, actor=cast.ines)
    followers.sweep.func()
    assert [one.is_answered for one in open_calls("danger")] == [True]
    graver(chat, 4)
    followers.sweep.func()
    assert [one.is_answered for one in open_calls("danger")] == [False]


def test_danger_waits_for_its_answer_after_the_end(cast: Cast) -> None:
    chat = cast.talking()
    graver(chat, 3)
    followers.sweep.func()
    actions.conversation_closed(conversation_id=chat.conversation_id, reason="left")
    followers.sweep.func()
    [call] = open_calls("danger")
    safety.acknowledge_alert(alert=call, actor=cast.ines)
    followers.sweep.func()
    assert open_calls("danger") == []
    followers.sweep.func()
    assert Alert.objects.filter(kind="danger").count() == 1


def test_danger_is_called_as_soon_as_it_is_read(cast: Cast) -> None:
    chat = cast.talking()
    followers.call_for_danger.func(conversation=str(chat.conversation_id), level=4, signals="plan")
    assert [one.level for one in open_calls("danger")] == [4]
    waiting = cast.seeker_asks()
    followers.call_for_danger.func(conversation=str(waiting.conversation_id), level=4, signals="plan")
    followers.call_for_danger.func(conversation=str(chat.conversation_id), level=2, signals="")
    assert len(open_calls("danger")) == 1


def test_nobody_there_and_the_greatest_urgency(cast: Cast) -> None:
    request = cast.seeker_asks("no")
    calls.look_after_calls()
    assert open_calls("unstaffed") == []
    Request.objects.update(urgency=4)
    calls.look_after_calls(settled=False)
    assert open_calls("unstaffed") == []
    calls.look_after_calls()
    [call] = open_calls("unstaffed")
    assert (call.on_call, call.level, call.subject) == (True, 4, str(request.conversation_id))


def test_whoever_is_on_shift_without_a_page_is_not_there(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    cast.seeker_asks("no")
    Request.objects.update(urgency=4)
    calls.look_after_calls()
    assert len(open_calls("unstaffed")) == 1


def test_somebody_coming_ends_the_call_home(cast: Cast, maya_is_here: None) -> None:
    cast.seeker_asks("no")
    Request.objects.update(urgency=4)
    calls.look_after_calls()
    assert len(open_calls("unstaffed")) == 1
    actions.start_shift(person=cast.maya)
    calls.look_after_calls()
    assert open_calls("unstaffed") == []


def test_leaving_the_line_ends_every_call_about_it(cast: Cast) -> None:
    request = cast.seeker_asks("no")
    Request.objects.update(urgency=4)
    followers.sweep.func()
    calls.look_after_calls()
    assert len(open_calls("unstaffed")) == len(open_calls("uncovered")) == 1
    actions.leave_line(request=request, person=request.person)
    calls.look_after_calls()
    assert Alert.objects.open().count() == 0


def test_calls_hold_no_word_and_no_name(cast: Cast) -> None:
    chat = cast.talking()
    actions.raise_hand(conversation=chat.conversation, actor=cast.maya)
    facts: list[dict[str, Any]] = [
        job.arguments["kwargs"] for job in Job.objects.filter(key__startswith="alert.called")
    ]
    assert facts and {name for fact in facts for name in fact} == {"alert", "kind", "level", "stage", "turn"}
