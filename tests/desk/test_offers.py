"""Taking: one person is asked, for half a minute, and exactly one takes."""

from datetime import timedelta

import pytest

from beside.conversations.models import EntryKind, Seat, Voice
from beside.desk import actions, followers, queries
from beside.desk.models import AfterRules, Chat, Request, RequestState, Service
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal.models import AuditLine
from beside.safety.queries import alerts_for
from tests.desk.conftest import NIGHT, Cast
from tests.desk.handing import agreed


def test_a_shift_is_begun_once(cast: Cast) -> None:
    assert actions.start_shift(person=cast.maya) == actions.start_shift(person=cast.maya)
    assert AuditLine.objects.filter(act="shift.begun").count() == 1


def test_managers_do_not_listen(cast: Cast) -> None:
    with pytest.raises(NotForYou):
        actions.start_shift(person=cast.odile)


def test_slots_are_what_the_service_allows(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    with pytest.raises(Invalid):
        actions.set_slots(person=cast.maya, slots=3)
    assert actions.set_slots(person=cast.maya, slots=1).slots == 1


def test_taking_off_shift_is_refused(cast: Cast) -> None:
    cast.seeker_asks()
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)


def test_a_pause_takes_nobody_new(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    actions.pause(person=cast.maya)
    cast.seeker_asks()
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)
    actions.resume(person=cast.maya)
    assert actions.take_next(listener=cast.maya).is_open


def test_taking_is_asked_for_half_a_minute(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    assert offer.request == request
    assert offer.until == NIGHT + timedelta(seconds=30)
    assert actions.take_next(listener=cast.maya) == offer
    request.refresh_from_db()
    assert request.state == RequestState.OFFERED


def test_accepting_seats_the_listener_and_says_so(cast: Cast) -> None:
    chat = cast.talking()
    assert chat.listener == cast.maya
    assert chat.ends_at == NIGHT + timedelta(minutes=45)
    chat.request.refresh_from_db()
    assert chat.request.state == RequestState.MATCHED
    kinds = list(chat.conversation.entries.order_by("position").values_list("kind", flat=True))
    assert kinds == [EntryKind.JOINED, EntryKind.NOTICE]
    about = str(chat.conversation_id)
    assert AuditLine.objects.filter(act="conversation.opened", actor=cast.maya.pk, about=about).count() == 1


def test_accepting_too_late_is_refused(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    with clock.frozen(NIGHT + timedelta(seconds=30)), pytest.raises(Closed):
        actions.accept(offer=offer, listener=cast.maya)


def test_accepting_for_somebody_else_is_refused(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    with pytest.raises(NotForYou):
        actions.accept(offer=offer, listener=cast.tomasz)
    with pytest.raises(NotForYou):
        actions.decline(offer=offer, listener=cast.tomasz)


def test_accepting_someone_who_has_left_is_refused(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    offer = actions.take_next(listener=cast.maya)
    actions.leave_line(request=request, person=request.person)
    with pytest.raises(Closed):
        actions.accept(offer=offer, listener=cast.maya)
    assert not Chat.objects.exists()


def test_left_for_a_colleague_keeps_the_place(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    actions.start_shift(person=cast.tomasz)
    first = cast.seeker_asks()
    second = cast.seeker_asks()
    actions.decline(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    assert actions.take_next(listener=cast.maya).request == second
    assert actions.take_next(listener=cast.tomasz).request == first


def test_an_unanswered_offer_goes_back_and_two_mean_a_pause(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    for turn in (1, 2):
        with clock.frozen(NIGHT + timedelta(minutes=turn)):
            actions.take_next(listener=cast.maya)
        with clock.frozen(NIGHT + timedelta(minutes=turn, seconds=30)):
            assert actions.release_stale_offers() == 1
        request.refresh_from_db()
        assert request.state == RequestState.WAITING
    shift = queries.shift_of(cast.maya)
    assert shift is not None and shift.is_paused


def test_a_dead_socket_frees_the_offer_at_once(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    actions.take_next(listener=cast.maya)
    assert actions.release_offers_of(person_id=cast.maya.pk) == 1
    request.refresh_from_db()
    assert request.state == RequestState.WAITING


def test_nobody_holds_more_than_their_slots(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    for _ in range(3):
        cast.seeker_asks()
    for _ in range(2):
        actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    with pytest.raises(Closed):
        actions.take_next(listener=cast.maya)


def test_danger_takes_a_whole_person(cast: Cast) -> None:
    actions.start_shift(person=cast.tomasz)
    cast.seeker_asks("no")
    cast.seeker_asks()
    actions.accept(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    with pytest.raises(Closed):
        actions.take_next(listener=cast.tomasz)


def test_danger_waits_for_the_free_counsellor_then_for_nobody(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    actions.start_shift(person=cast.tomasz)
    danger, calm = cast.seeker_asks("no"), cast.seeker_asks()
    assert actions.take_next(listener=cast.maya).request == calm
    actions.release_offers_of(person_id=cast.maya.pk)
    actions.pause(person=cast.tomasz)
    assert actions.take_next(listener=cast.maya).request == danger
    board = queries.board_of(cast.ines)
    assert [row.request for row in board.uncovered] == [danger]


def test_going_home_needs_empty_hands(cast: Cast) -> None:
    chat = cast.talking()
    with pytest.raises(Closed):
        actions.end_shift(person=cast.maya)
    actions.end_chat(conversation=chat.conversation, actor=cast.maya, reason="finished")
    assert actions.end_shift(person=cast.maya).ended_at == NIGHT


def test_handing_over_moves_the_seat_when_the_colleague_accepts(cast: Cast) -> None:
    chat = cast.talking()
    actions.start_shift(person=cast.tomasz)
    offer = agreed(chat, cast.tomasz)
    voice = Seat.objects.get(conversation=chat.conversation, person=cast.maya).voice
    assert voice == Voice.SPEAKS
    taken = actions.accept(offer=offer, listener=cast.tomasz)
    assert (taken.pk, taken.listener) == (chat.pk, cast.tomasz)
    assert Seat.objects.get(conversation=chat.conversation, person=cast.maya).voice == Voice.NONE
    assert Seat.objects.get(conversation=chat.conversation, person=cast.tomasz).voice == Voice.SPEAKS
    kinds = list(chat.conversation.entries.order_by("position").values_list("kind", flat=True))
    assert kinds[-2:] == [EntryKind.LEFT, EntryKind.JOINED]


def test_a_hand_over_that_is_refused_stays(cast: Cast) -> None:
    chat = cast.talking()
    actions.start_shift(person=cast.tomasz)
    actions.decline(offer=agreed(chat, cast.tomasz), listener=cast.tomasz)
    chat.refresh_from_db()
    chat.request.refresh_from_db()
    assert chat.listener == cast.maya
    assert chat.request.state == RequestState.MATCHED
    shift = queries.shift_of(cast.tomasz)
    assert shift is not None and shift.misses == 0


def test_supervisors_are_told_once_when_no_counsellor_is_free(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    danger = cast.seeker_asks("no")
    cast.seeker_asks("yes")
    for _ in range(2):
        followers.sweep.func()
    danger.refresh_from_db()
    assert danger.supervisors_told_at == NIGHT
    [call] = alerts_for(cast.ines)
    assert (call.kind, call.subject) == ("uncovered", str(danger.conversation_id))


def test_supervisors_are_left_alone_while_a_counsellor_is_free(cast: Cast) -> None:
    actions.start_shift(person=cast.tomasz)
    danger = cast.seeker_asks("no")
    followers.sweep.func()
    danger.refresh_from_db()
    assert danger.supervisors_told_at is None


def test_after_ten_in_danger_one_who_waited_an_hour_is_taken(cast: Cast) -> None:
    AfterRules.objects.create(
        service=Service.objects.get(), needs_record=False, cool_minutes=0, most_points=0, in_a_row=0
    )
    calm = cast.seeker_asks()
    actions.start_shift(person=cast.tomasz)
    taken = []
    with clock.frozen(NIGHT + timedelta(minutes=61)):
        Request.objects.update(seen_at=clock.now())
        for _each in range(11):
            cast.seeker_asks("no")
            offer = actions.take_next(listener=cast.tomasz)
            taken.append(offer.request)
            actions.accept(offer=offer, listener=cast.tomasz)
            Chat.objects.update(ended_at=clock.now())
    assert taken.index(calm) == 10
