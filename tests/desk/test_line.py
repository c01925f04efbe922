"""Getting in line, once; moving up, never down; leaving."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from beside.conversations.models import Conversation
from beside.desk import actions, queries, wording
from beside.desk.models import Request, RequestState
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.people.actions import leave, welcome
from tests.desk.conftest import NIGHT, Cast


def test_asking_gives_a_place_and_a_conversation(cast: Cast) -> None:
    request = cast.seeker_asks("yes")
    assert request.state == RequestState.WAITING
    assert request.urgency == 0
    assert request.conversation.is_open
    assert queries.standing_of(request).place == 1


@pytest.mark.parametrize(("safe", "urgency"), [("yes", 0), ("unsure", 2), ("no", 3)])
def test_each_answer_has_its_urgency(cast: Cast, safe: str, urgency: int) -> None:
    assert cast.seeker_asks(safe).urgency == urgency


def test_no_is_at_the_front(cast: Cast) -> None:
    first, danger = cast.seeker_asks("yes"), cast.seeker_asks("no")
    assert queries.standing_of(danger).place == 1
    assert queries.standing_of(first).place == 2


def test_asking_twice_is_one_place(cast: Cast) -> None:
    request = cast.seeker_asks()
    again = actions.ask(person=request.person, safe="no", language="en")
    assert again == request
    assert Conversation.objects.count() == 1


def test_a_double_click_is_one_place_for_two_welcomes(cast: Cast) -> None:
    first, second = (welcome(language="en")[0] for _ in range(2))
    one = actions.ask(person=first, safe="yes", language="en", asked_with="the-page")
    other = actions.ask(person=second, safe="yes", language="en", asked_with="the-page")
    assert one == other
    assert other.person == first
    assert Request.objects.count() == 1


def test_an_answer_that_is_none_is_refused(cast: Cast) -> None:
    person = welcome(language="en")[0]
    with pytest.raises(Invalid):
        actions.ask(person=person, safe="maybe", language="en")


def test_urgency_rises_and_never_falls(cast: Cast) -> None:
    request = cast.seeker_asks()
    for level, expected in [(2, 2), (1, 2), (4, 4), (3, 4)]:
        actions.raise_urgency(conversation_id=request.conversation_id, level=level, signals=["plan"])
        request.refresh_from_db()
        assert request.urgency == expected
    assert request.signals == ["plan"]


def test_leaving_the_line_erases_what_was_written(cast: Cast) -> None:
    request = cast.seeker_asks()
    actions.leave_line(request=request, person=request.person)
    request.refresh_from_db()
    assert request.state == RequestState.LEFT
    assert Conversation.objects.get().erased_at == NIGHT
    assert queries.live_request(request.person) is None


def test_somebody_else_cannot_leave_for_me(cast: Cast) -> None:
    request = cast.seeker_asks()
    with pytest.raises(NotForYou):
        actions.leave_line(request=request, person=cast.maya)


def test_leaving_the_line_is_refused_once_somebody_is_there(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(Closed):
        actions.leave_line(request=chat.request, person=chat.request.person)


def test_a_place_is_kept_for_a_day(cast: Cast) -> None:
    request = cast.seeker_asks()
    with clock.frozen(NIGHT + timedelta(hours=23, minutes=59)):
        assert actions.expire_requests() == 0
    with clock.frozen(NIGHT + timedelta(hours=24, seconds=1)):
        assert actions.expire_requests() == 1
    request.refresh_from_db()
    assert request.state == RequestState.EXPIRED


def test_a_place_is_kept_half_an_hour_after_leaving_now(cast: Cast) -> None:
    gone, stays = cast.seeker_asks(), cast.seeker_asks()
    leave(person=gone.person)
    with clock.frozen(NIGHT + timedelta(minutes=29)):
        assert actions.expire_requests() == 0
    with clock.frozen(NIGHT + timedelta(minutes=31)):
        assert actions.expire_requests() == 1
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.state, stays.state) == (RequestState.LEFT, RequestState.WAITING)


def test_distress_can_be_told_or_skipped(cast: Cast) -> None:
    request = cast.seeker_asks()
    actions.answer_distress(request=request, person=request.person, distress=None)
    assert request.distress_skipped
    actions.answer_distress(request=request, person=request.person, distress=7)
    request.refresh_from_db()
    assert (request.distress_before, request.distress_skipped) == (7, False)
    with pytest.raises(Invalid):
        actions.answer_distress(request=request, person=request.person, distress=11)
    with pytest.raises(NotForYou):
        actions.answer_distress(request=request, person=cast.maya, distress=1)


def test_the_end_of_the_conversation_is_the_end_of_the_place(cast: Cast) -> None:
    request = cast.seeker_asks()
    actions.conversation_closed(conversation_id=request.conversation_id, reason="seeker")
    request.refresh_from_db()
    assert request.state == RequestState.LEFT


def test_closed_open_and_full(cast: Cast) -> None:
    assert queries.openness().state == "open"
    assert queries.openness().wait_high is None
    actions.start_shift(person=cast.maya)
    assert (queries.openness().wait_low, queries.openness().wait_high) == (1, 4)
    for _ in range(8):
        cast.seeker_asks()
    assert queries.openness().state == "full"
    assert queries.openness(language="fr").wait_high is None


def test_a_closed_page_is_not_counted_before_others(cast: Cast) -> None:
    gone = cast.seeker_asks()
    with clock.frozen(NIGHT + timedelta(minutes=4)):
        here = cast.seeker_asks()
        assert queries.standing_of(here).place == 1
        actions.start_shift(person=cast.maya)
        assert actions.take_next(listener=cast.maya).request == here
        actions.seen(request=gone)
        gone.refresh_from_db()
        assert queries.standing_of(gone).place == 1
        assert queries.standing_of(here).place == 2


def test_whoever_has_left_is_asked_about_last(cast: Cast) -> None:
    gone, here = cast.seeker_asks(), cast.seeker_asks()
    actions.seeker_left(person_id=gone.person_id)
    actions.start_shift(person=cast.maya)
    assert actions.take_next(listener=cast.maya).request == here


def test_a_long_wait_is_said_in_hours(cast: Cast) -> None:
    assert wording.wait((105, 255)) == "Most people tonight wait 1 to 5 hours."
    assert wording.wait((4, 9)) == "Most people tonight wait 4 to 9 minutes."
    assert wording.wait(None) == "We don’t know yet how long it will take."
    assert wording.busy(timedelta(minutes=5), (4, 9), 2, 9) == ""
    assert wording.busy(timedelta(minutes=5), (20, 55), 2, 9) == (
        "It’s busier than we’d like: 2 listeners, 9 people in line. You can stay, or call now."
    )


def test_opening_is_said_as_a_person_says_it(cast: Cast) -> None:
    zone = ZoneInfo("Europe/Paris")
    at = NIGHT + timedelta(hours=1, minutes=30)
    assert wording.opening(at, zone, NIGHT) == "5:30"
    assert wording.opening(NIGHT + timedelta(days=1), zone, NIGHT) == "Monday 4:00"
    assert wording.opening(None, zone, NIGHT) == ""
    with override("fr"):
        assert wording.opening(at, zone, NIGHT) == "5\u00a0h\u00a030"
        assert wording.opening(NIGHT + timedelta(days=1), zone, NIGHT) == "lundi 4\u00a0h"
