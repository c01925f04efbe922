"""The house asks by itself: who is here and free, one person at a time, about whoever needs it most."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from beside.desk import actions, followers, queries
from beside.desk.live import presence_changed
from beside.desk.models import Offer, OfferRules, OfferState, Request, RequestState, Service, Shift
from beside.desk.queries.rules import forget_rules
from beside.foundation import clock
from beside.gateway import presence
from beside.journal import worker
from beside.people.models import Person
from tests.desk.conftest import NIGHT, Cast

HERE: set[object] = set()


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who has a page open: as the sockets of this process would say."""
    monkeypatch.setattr(presence, "here", HERE.__contains__)
    forget_rules()
    yield
    HERE.clear()
    forget_rules()


def comes(*persons: Person) -> None:
    """On shift, with a page open."""
    for person in persons:
        actions.start_shift(person=person)
        HERE.add(person.pk)


def goes(person: Person) -> None:
    """Their connection is gone."""
    HERE.discard(person.pk)
    presence_changed({person.pk: False})


def asked(person: Person) -> Request | None:
    """Whom this person is asked about."""
    offer = queries.offer_of(person)
    return offer.request if offer else None


def test_who_comes_is_offered_without_anybody_pressing_anything(cast: Cast) -> None:
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    assert asked(cast.maya) == request
    offer = queries.offer_of(cast.maya)
    assert offer is not None
    assert offer.until == NIGHT + timedelta(seconds=30)
    assert actions.take_next(listener=cast.maya) == offer


def test_who_has_no_page_open_is_asked_nothing(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    cast.seeker_asks()
    worker.drain()
    assert not Offer.objects.exists()
    HERE.add(cast.maya.pk)
    presence_changed({cast.maya.pk: True})
    assert Offer.objects.get().listener == cast.maya


def test_danger_is_asked_about_first_and_the_counsellor_about_danger(cast: Cast) -> None:
    calm, danger = cast.seeker_asks(), cast.seeker_asks("no")
    comes(cast.tomasz, cast.maya)
    assert actions.ask_around() == 2
    assert (asked(cast.tomasz), asked(cast.maya)) == (danger, calm)


def test_each_is_asked_about_one_and_only_within_their_places(cast: Cast) -> None:
    comes(cast.maya)
    first, second = cast.seeker_asks(), cast.seeker_asks()
    third = cast.seeker_asks()
    for request in (first, second):
        worker.drain()
        assert asked(cast.maya) == request
        assert Offer.objects.filter(state=OfferState.OPEN).count() == 1
        actions.accept(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    worker.drain()
    assert asked(cast.maya) is None
    third.refresh_from_db()
    assert third.state == RequestState.WAITING


def test_who_left_it_is_passed_over_and_the_next_is_asked(cast: Cast) -> None:
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    comes(cast.tomasz)
    actions.decline(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    worker.drain()
    assert (asked(cast.maya), asked(cast.tomasz)) == (None, request)


def test_where_nobody_else_is_there_who_left_it_is_asked_again_later(cast: Cast) -> None:
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    actions.decline(offer=actions.take_next(listener=cast.maya), listener=cast.maya)
    for seconds, again in ((119, None), (120, request)):
        with clock.frozen(NIGHT + timedelta(seconds=seconds)):
            actions.ask_around()
            assert asked(cast.maya) == again


def test_two_missed_and_nobody_is_asked_who_is_not_looking(cast: Cast) -> None:
    comes(cast.maya)
    cast.seeker_asks()
    for seconds in (0, 30, 120, 150, 300):
        with clock.frozen(NIGHT + timedelta(seconds=seconds)):
            followers.sweep.func()
    assert list(Offer.objects.values_list("state", flat=True)) == [OfferState.MISSED] * 2
    assert Shift.objects.get().is_paused
    with clock.frozen(NIGHT + timedelta(seconds=301)):
        actions.resume(person=cast.maya)
        worker.drain()
        assert asked(cast.maya) is not None


def test_a_dead_socket_gives_the_offer_to_the_next_at_once_and_is_no_miss(cast: Cast) -> None:
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    comes(cast.tomasz)
    goes(cast.maya)
    worker.drain()
    assert asked(cast.tomasz) == request
    assert Shift.objects.get(person=cast.maya).misses == 0
    actions.decline(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    HERE.add(cast.maya.pk)
    presence_changed({cast.maya.pk: True})
    assert asked(cast.maya) == request


def test_who_asks_for_another_is_not_offered_to_the_same_again(cast: Cast) -> None:
    chat = cast.talking()
    comes(cast.maya)
    actions.ask_for_another(conversation=chat.conversation, person=chat.request.person)
    worker.drain()
    assert asked(cast.maya) is None
    comes(cast.tomasz)
    worker.drain()
    assert asked(cast.tomasz) == chat.request


def test_the_house_may_leave_asking_to_those_on_shift(cast: Cast) -> None:
    OfferRules.objects.create(service=Service.objects.get(), by_itself=False)
    forget_rules()
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    assert not Offer.objects.exists()
    assert actions.take_next(listener=cast.maya).request == request


def test_the_times_are_those_of_the_service(cast: Cast) -> None:
    OfferRules.objects.create(service=Service.objects.get(), certified_seconds=10, misses=1, again_seconds=20)
    forget_rules()
    cast.seeker_asks("no")
    actions.start_shift(person=cast.tomasz)
    comes(cast.maya)
    HERE.add(cast.tomasz.pk)
    worker.drain()
    assert asked(cast.maya) is None
    with clock.frozen(NIGHT + timedelta(seconds=30)):
        followers.sweep.func()
        assert asked(cast.maya) is not None
        assert Shift.objects.get(person=cast.tomasz).is_paused


def test_the_counsellor_who_left_it_keeps_no_listener_from_danger(cast: Cast) -> None:
    comes(cast.tomasz)
    danger = cast.seeker_asks("no")
    worker.drain()
    comes(cast.maya)
    actions.decline(offer=actions.take_next(listener=cast.tomasz), listener=cast.tomasz)
    worker.drain()
    assert asked(cast.maya) == danger


def test_danger_that_nobody_is_asked_about_calls_supervisors_in_time(cast: Cast) -> None:
    actions.start_shift(person=cast.tomasz)  # free by the roster, and nobody sees the page
    danger = cast.seeker_asks("no")
    for seconds, told in ((59, False), (60, True)):
        with clock.frozen(NIGHT + timedelta(seconds=seconds)):
            followers.sweep.func()
        danger.refresh_from_db()
        assert (danger.supervisors_told_at is not None) == told


def test_who_has_no_room_for_danger_is_asked_no_more_about_who_is_in_danger_now(cast: Cast) -> None:
    chat = cast.talking()
    comes(cast.maya)
    request = cast.seeker_asks()
    worker.drain()
    assert asked(cast.maya) == request
    actions.raise_urgency(conversation_id=request.conversation_id, level=2)
    assert asked(cast.maya) == request
    actions.raise_urgency(conversation_id=request.conversation_id, level=3)
    assert asked(cast.maya) is None
    comes(cast.tomasz)
    worker.drain()
    assert asked(cast.tomasz) == request
    assert Offer.objects.filter(listener=cast.maya).latest("pk").state == OfferState.WITHDRAWN
    assert chat.is_running
