"""What a shift may weigh: points, a rest after danger, and what a supervisor may lift."""

from datetime import timedelta
from uuid import UUID

import pytest

from beside.desk import actions, routing
from beside.desk.actions import exposure
from beside.desk.models import AfterRules, Chat, HandOver, Request, Service, Step, WrapUp
from beside.desk.queries.line import takers
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.people.models import Person
from tests.desk.conftest import NIGHT, Cast

pytestmark = pytest.mark.django_db


def taker(person: Person) -> routing.Taker:
    return next(one for one in takers() if one.id == person.pk)


def carried(cast: Cast, urgency: int, reason: str = "finished") -> Chat:
    """Tomasz talked with somebody, wrote the record, and rested."""
    chat = cast.talking(cast.tomasz)
    Chat.objects.filter(pk=chat.pk).update(ended_at=clock.now(), end_reason=reason)
    Request.objects.filter(pk=chat.request_id).update(urgency=urgency, state="ended")
    WrapUp.objects.create(chat=chat, author=cast.tomasz, begun_at=clock.now(), saved_at=clock.now())
    return chat


def test_points_are_those_of_the_running_shift(cast: Cast) -> None:
    assert exposure.points_of(cast.tomasz) == 0
    for urgency, reason in ((0, "finished"), (2, "finished"), (0, "abuse")):
        carried(cast, urgency, reason)
    assert exposure.points_of(cast.tomasz) == 0 + 1 + 2
    assert taker(cast.tomasz).points == 3
    actions.end_shift(person=cast.tomasz)
    with clock.frozen(NIGHT + timedelta(hours=12)):
        actions.start_shift(person=cast.tomasz)
        assert exposure.points_of(cast.tomasz) == 0


def test_danger_is_followed_by_a_rest_and_the_router_honours_it(cast: Cast) -> None:
    carried(cast, 3)
    assert exposure.cools_until(cast.tomasz) == NIGHT + timedelta(minutes=15)
    cast.seeker_asks()
    with pytest.raises(Closed):
        actions.take_next(listener=cast.tomasz)
    assert taker(cast.tomasz).cooling
    with clock.frozen(NIGHT + timedelta(minutes=14, seconds=59)):
        assert taker(cast.tomasz).cooling
    with clock.frozen(NIGHT + timedelta(minutes=15)):
        assert exposure.cools_until(cast.tomasz) is None
        assert actions.take_next(listener=cast.tomasz)


def test_a_calm_chat_needs_no_rest(cast: Cast) -> None:
    carried(cast, 2)
    assert exposure.cools_until(cast.tomasz) is None
    assert not taker(cast.tomasz).cooling


def test_two_in_danger_one_after_another_are_enough_until_a_calm_one(cast: Cast) -> None:
    AfterRules.objects.create(service=Service.objects.get(), cool_minutes=0, most_points=0)
    carried(cast, 3)
    assert exposure.has_room_for_heavy(cast.tomasz)
    with clock.frozen(NIGHT + timedelta(minutes=40)):
        carried(cast, 3)
        assert not exposure.has_room_for_heavy(cast.tomasz)
        assert not taker(cast.tomasz).heavy
    with clock.frozen(NIGHT + timedelta(minutes=80)):
        carried(cast, 0)
        assert exposure.has_room_for_heavy(cast.tomasz)


def test_the_cap_of_points_is_a_setting(cast: Cast) -> None:
    AfterRules.objects.create(service=Service.objects.get(), cool_minutes=0, in_a_row=0, most_points=7)
    carried(cast, 4)
    assert exposure.points_of(cast.tomasz) == 5
    assert not exposure.has_room_for_heavy(cast.tomasz)
    AfterRules.objects.update(most_points=8)
    assert exposure.has_room_for_heavy(cast.tomasz)


def test_a_supervisor_lifts_it_and_never_for_oneself(cast: Cast) -> None:
    carried(cast, 4)
    with pytest.raises(NotForYou):
        exposure.ease(person=cast.tomasz, actor=cast.maya)
    with pytest.raises(NotForYou):
        exposure.ease(person=cast.ines, actor=cast.ines)
    with clock.frozen(NIGHT + timedelta(minutes=1)):
        exposure.ease(person=cast.tomasz, actor=cast.ines)
        assert exposure.cools_until(cast.tomasz) is None
        assert exposure.points_of(cast.tomasz) == 0
        assert not taker(cast.tomasz).cooling


def test_what_was_handed_over_weighs_as_well(cast: Cast) -> None:
    chat = cast.talking(cast.maya)
    Request.objects.filter(pk=chat.request_id).update(urgency=4)
    whose = {"by": cast.maya, "whose": cast.maya, "taker": cast.tomasz}
    times = {"asked_at": NIGHT, "settled_at": NIGHT}
    HandOver.objects.create(chat=chat, target="line", step=Step.DONE, **whose, **times)
    Chat.objects.update(listener=cast.tomasz)
    assert exposure.points_of(cast.maya) == 5
    assert exposure.cools_until(cast.maya) == NIGHT + timedelta(minutes=15)


def test_who_has_rested_longest_is_asked_first(cast: Cast) -> None:
    def first() -> UUID:
        return next(iter(routing.Crew(takers()).free())).id

    actions.start_shift(person=cast.tomasz)
    with clock.frozen(NIGHT + timedelta(minutes=5)):
        actions.start_shift(person=cast.maya)
        assert first() == cast.tomasz.pk
    with clock.frozen(NIGHT + timedelta(minutes=10)):
        carried(cast, 0)
        assert taker(cast.tomasz).free_since == clock.now()
        assert first() == cast.maya.pk
