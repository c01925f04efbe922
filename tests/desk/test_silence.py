"""The ladder of silence: the listener first, kind words next, a kind close last, and never in danger."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from beside.conversations import actions as conversations
from beside.conversations import writer
from beside.conversations.models import Conversation, Seat
from beside.conversations.queries import lines
from beside.desk import actions, followers, silence
from beside.desk.actions.course import forget_courses, hear, look_after
from beside.desk.actions.silence import set_silence
from beside.desk.models import Chat, Course, EndReason, Request
from beside.desk.queries import course as courses
from beside.desk.queries.service import NUMBER, forget_service
from beside.desk.silence import Lengths, Step
from beside.foundation import clock
from beside.foundation.errors import Invalid, NotForYou
from beside.gateway import presence
from beside.journal.models import AuditLine
from beside.safety.models import Alert
from tests.desk.conftest import NIGHT, Cast, make_cast
from tests.world import sign_in

MINUTE = timedelta(minutes=1)
FAST = {"nudge": 1, "kind": 2, "again": 3, "close": 4, "told": 2, "offer": 3}


def climbs(seen: list[int], **how: object) -> list[tuple[int, Step]]:
    """What is done when one looks at these minutes of a silence."""
    rules: dict[str, object] = {"by_seeker": False, "urgency": 0, "left": False, **how}
    steps, last, at, done = silence.ladder(**rules), "", 0, []  # type: ignore[arg-type]
    for minute in seen:
        quiet, since = minute * MINUTE, (minute - at) * MINUTE
        step = silence.due(steps, Lengths(), last=last, quiet=quiet, since=since)
        if step is not None:
            last, at = step, minute
            done.append((minute, step))
    return done


def test_the_persons_silence_climbs_as_agreed() -> None:
    assert climbs(list(range(30))) == [
        (3, Step.NUDGE),
        (5, Step.KIND),
        (8, Step.AGAIN),
        (12, Step.CLOSE),
    ]


def test_in_danger_no_silence_closes_a_chat() -> None:
    for urgency in (2, 3, 4):
        assert climbs(list(range(60)), urgency=urgency)[-1] == (12, Step.STAY)


def test_who_pressed_leave_now_gets_no_words_on_the_screen() -> None:
    assert climbs(list(range(30)), left=True) == [(3, Step.NUDGE), (12, Step.CLOSE)]


def test_the_listeners_silence_calls_others() -> None:
    assert climbs(list(range(60)), by_seeker=True) == [(3, Step.NUDGE), (4, Step.TOLD), (6, Step.OFFER)]


def test_after_a_long_stop_of_the_service_nobody_is_closed_on_unspoken_to() -> None:
    assert climbs([40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50]) == [
        (40, Step.NUDGE),
        (42, Step.KIND),
        (45, Step.AGAIN),
        (49, Step.CLOSE),
    ]


@given(st.lists(st.integers(0, 200), max_size=60), st.integers(0, 4), st.booleans(), st.booleans())
def test_no_way_of_looking_skips_the_words_or_closes_in_danger(
    minutes: list[int], urgency: int, left: bool, by_seeker: bool
) -> None:
    steps = [step for _at, step in climbs(sorted(minutes), urgency=urgency, left=left, by_seeker=by_seeker)]
    whole = list(silence.ladder(by_seeker=by_seeker, urgency=urgency, left=left))
    assert steps == whole[: len(steps)]
    assert Step.CLOSE not in steps or (urgency < 2 and not by_seeker)


def test_what_changes_in_the_middle_of_a_silence_never_repeats_a_step() -> None:
    talks = silence.ladder(by_seeker=False, urgency=0, left=False)
    left = silence.ladder(by_seeker=False, urgency=0, left=True)
    far = 60 * MINUTE
    assert silence.due(left, Lengths(), last=Step.AGAIN, quiet=far, since=far) == Step.CLOSE
    assert silence.due(talks, Lengths(), last=Step.NUDGE, quiet=far, since=far) == Step.KIND
    danger = silence.ladder(by_seeker=False, urgency=3, left=False)
    assert silence.due(danger, Lengths(), last=Step.STAY, quiet=far, since=far) is None
    assert silence.due(talks, Lengths(), last=Step.STAY, quiet=far, since=far) is None


def seats_of(chat: Chat) -> "QuerySet[Seat]":
    """Who sits in a chat."""
    return Seat.objects.filter(conversation=chat.conversation).select_related("conversation", "person")


class Quiet:
    """A chat whose clock is moved, half a minute after half a minute, as the sweep looks at it."""

    def __init__(self, cast: Cast, safe: str = "yes") -> None:
        self.cast, self.now = cast, NIGHT
        self.chat = cast.talking(safe=safe)
        self.look()

    def says(self, side: str) -> None:
        """Somebody writes."""
        seats = Seat.objects.filter(conversation=self.chat.conversation).select_related(
            "conversation", "person"
        )
        with clock.frozen(self.now):
            mark = f"{side}-{self.now:%H%M%S}"
            conversations.say(seat=seats.get(side=side), words="a line", client_id=mark).result(10)
            self.look()

    def look(self) -> None:
        """What one sweep does about silence."""
        with clock.frozen(self.now):
            for chat in hear(chats=courses.to_look_after()):
                look_after(conversation=chat.conversation)
            forget_courses()

    def wait(self, minutes: float) -> None:
        """Time goes by."""
        for _each in range(round(minutes * 2)):
            self.now += MINUTE / 2
            self.look()

    def heard(self) -> list[str]:
        """What the service said since the beginning, as the seeker reads it."""
        seats = Seat.objects.filter(conversation=self.chat.conversation).select_related(
            "conversation", "person"
        )
        return [line.words for line in lines(seats.get(side="seeker")) if line.kind == "notice"][1:]

    def fresh(self) -> Chat:
        """The chat as it stands."""
        return Chat.objects.select_related("conversation", "request").get(pk=self.chat.pk)


@pytest.fixture
def quiet(transactional_db: None) -> Iterator[Quiet]:
    """Maya and a seeker at three in the morning."""
    with clock.frozen(NIGHT):
        yield Quiet(make_cast())
    writer.stop()
    forget_service()


def test_a_silent_person_hears_kind_words_and_a_kind_close(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.says("staff")
    quiet.wait(3)
    assert Course.objects.get().step == Step.NUDGE and quiet.heard() == []
    quiet.wait(2)
    assert quiet.heard() == ["Maya is still here. No hurry, and no need to find the right words."]
    quiet.wait(6.5)
    assert quiet.fresh().is_running and "this chat closes" in quiet.heard()[1]
    quiet.wait(0.5)
    chat = quiet.fresh()
    assert (chat.is_running, chat.end_reason, chat.ended_by) == (False, EndReason.SILENT, None)
    assert "It isn’t because of anything you said" in quiet.heard()[2]
    assert not chat.conversation.is_open
    assert AuditLine.objects.filter(act="chat.closed-in-silence", actor=None).count() == 1
    quiet.wait(1)
    assert len(quiet.heard()) == 3 and not Course.objects.exists()


def test_a_word_begins_the_silence_anew(quiet: Quiet) -> None:
    quiet.says("staff")
    quiet.wait(11)
    quiet.says("seeker")
    assert Course.objects.get().step == ""
    quiet.says("staff")
    quiet.wait(4)
    assert len(quiet.heard()) == 2
    quiet.wait(1)
    assert len(quiet.heard()) == 3 and quiet.fresh().is_running


def test_danger_read_in_the_middle_keeps_the_chat_and_calls_a_supervisor(quiet: Quiet) -> None:
    quiet.says("staff")
    quiet.wait(6)
    Request.objects.update(urgency=2)
    quiet.wait(30)
    assert quiet.fresh().is_running
    assert "One word is enough to go on." in quiet.heard()[1]
    assert Alert.objects.get().kind == "person-silent"
    quiet.says("seeker")
    assert Alert.objects.get().resolved_at is not None


def test_a_silent_listener_is_nudged_and_a_supervisor_told_once(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.wait(3.5)
    assert Course.objects.get().step == Step.NUDGE and not Alert.objects.exists()
    quiet.wait(20)
    assert Course.objects.get().step == Step.OFFER
    alert = Alert.objects.get()
    assert (alert.kind, alert.subject) == ("listener-silent", str(quiet.chat.conversation_id))
    assert quiet.heard() == [] and quiet.fresh().is_running
    quiet.says("staff")
    assert Alert.objects.get().resolved_at is not None


def test_nothing_climbs_while_the_listeners_line_is_down(quiet: Quiet) -> None:
    quiet.says("staff")
    Chat.objects.update(lost_at=NIGHT)
    quiet.wait(20)
    assert quiet.heard() == [] and quiet.fresh().is_running
    Chat.objects.update(lost_at=None)
    quiet.wait(1)
    assert Course.objects.get().step == Step.NUDGE


def test_words_that_came_at_the_last_moment_keep_the_chat(quiet: Quiet) -> None:
    quiet.says("staff")
    quiet.wait(11.5)
    seats = seats_of(quiet.chat)
    quiet.now += MINUTE
    with clock.frozen(quiet.now):
        due = courses.to_look_after()
        conversations.say(seat=seats.get(side="seeker"), words="wait", client_id="last").result(10)
        assert hear(chats=due) == due  # a step was taken: it is looked at alone
        assert [look_after(conversation=chat.conversation) for chat in due] == [None]
    assert quiet.fresh().is_running


def test_what_was_written_is_noted_for_all_chats_at_once(
    quiet: Quiet, django_assert_max_num_queries: Any
) -> None:
    quiet.look()
    quiet.now += MINUTE
    seats = seats_of(quiet.chat)
    with clock.frozen(quiet.now):
        conversations.say(seat=seats.get(side="seeker"), words="here", client_id="one").result(10)
        due = courses.to_look_after()
        assert [chat.pk for chat in due] == [quiet.chat.pk]
        with django_assert_max_num_queries(11):  # five of them count how long answers took
            assert hear(chats=due) == []
        assert courses.to_look_after() == []
    course = Course.objects.get()
    assert (course.by_seeker, course.quiet_since) == (True, quiet.now)
    with clock.frozen(quiet.now):
        conversations.say(seat=seats.get(side="staff"), words="yes", client_id="two").result(10)
        assert hear(chats=courses.to_look_after()) == []
    assert not Course.objects.get().by_seeker


def test_two_sweeps_at_once_say_it_once(quiet: Quiet) -> None:
    quiet.says("staff")
    quiet.wait(4.5)
    with clock.frozen(NIGHT + 5 * MINUTE), ThreadPoolExecutor(4) as pool:
        steps = list(pool.map(_looks, [quiet.chat.conversation] * 4))
    assert sorted(filter(None, steps)) == [Step.KIND]
    assert len(quiet.heard()) == 1


def _looks(conversation: Conversation) -> str | None:
    try:
        return look_after(conversation=conversation)
    finally:
        connections.close_all()


def test_a_service_may_have_minutes_of_its_own(quiet: Quiet) -> None:
    with pytest.raises(NotForYou):
        set_silence(actor=quiet.cast.maya, service=NUMBER, **FAST)
    with pytest.raises(Invalid):
        set_silence(actor=quiet.cast.odile, service=NUMBER, **{**FAST, "again": 2})
    set_silence(actor=quiet.cast.odile, service=NUMBER, **FAST)
    quiet.says("staff")
    quiet.wait(4)
    assert not quiet.fresh().is_running


def test_a_manager_changes_the_minutes_on_the_settings_page(cast: Cast) -> None:
    odile = sign_in(Client(), cast.odile)
    assert 'value="12"' in odile.get("/settings/silence").content.decode()
    given = {name: str(minutes) for name, minutes in FAST.items()}
    odile.post("/settings/silence", {**given, "step": "save"})
    assert courses.lengths(NUMBER).close == 4 * MINUTE
    wrong = odile.post("/settings/silence", {**given, "close": "2", "step": "save"})
    assert wrong.status_code == 422 and "Each step has to come after" in wrong.content.decode()


def test_the_sweep_looks_after_silence(cast: Cast) -> None:
    chat = cast.talking()
    presence.came(cast.maya.pk)
    followers.sweep.func()
    assert Course.objects.get().chat == chat
    with clock.frozen(NIGHT + 3 * MINUTE):
        followers.sweep.func()
    assert Course.objects.get().step == Step.NUDGE
    presence.left(cast.maya.pk)


def test_ending_a_chat_ends_the_calls_about_it(quiet: Quiet) -> None:
    quiet.says("seeker")
    quiet.wait(5)
    with clock.frozen(quiet.now):
        actions.end_chat(conversation=quiet.chat.conversation, actor=quiet.cast.maya, reason="finished")
        quiet.look()
    assert Alert.objects.get().resolved_at is not None and not Course.objects.exists()
