"""A supervisor hands out the line by hand; nobody in danger waits for that, and nobody waits for ever."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from beside.desk import actions, followers, queries
from beside.desk.actions import switchboard
from beside.desk.models import Request, Switchboard
from beside.desk.queries import supervision
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.gateway import presence
from beside.journal import audit
from beside.people.models import Role
from tests.desk.conftest import NIGHT, Cast
from tests.world import make_colleague


@pytest.fixture
def by_hand(cast: Cast) -> Iterator[Cast]:
    """Ines hands out the line, Maya is on shift, both are here."""
    for person in (cast.ines, cast.maya):
        presence.came(person.pk)
    actions.start_shift(person=cast.maya)
    switchboard.open_switchboard(actor=cast.ines)
    yield cast
    for person in (cast.ines, cast.maya):
        presence.left(person.pk)


def test_the_house_asks_about_nobody(by_hand: Cast) -> None:
    by_hand.seeker_asks()
    actions.ask_around()
    assert queries.offer_of(by_hand.maya) is None
    with pytest.raises(Closed, match="supervisor"):
        actions.take_next(listener=by_hand.maya)


def test_danger_does_not_wait_for_it(by_hand: Cast) -> None:
    calm, danger = by_hand.seeker_asks(), by_hand.seeker_asks("no")
    actions.ask_around()
    offer = queries.offer_of(by_hand.maya)
    assert offer is not None and offer.request == danger != calm


def test_nobody_is_kept_for_ever(by_hand: Cast) -> None:
    request = by_hand.seeker_asks()
    with clock.frozen(NIGHT + supervision.HELD_FOR + timedelta(seconds=1)):
        Request.objects.update(seen_at=clock.now())
        actions.ask_around()
        offer = queries.offer_of(by_hand.maya)
    assert offer is None or offer.request == request
    assert Request.objects.get(pk=request.pk).state == "offered"


def test_handing_out_asks_one_colleague(by_hand: Cast) -> None:
    request = by_hand.seeker_asks()
    offer = switchboard.hand_out(request_id=request.pk, actor=by_hand.ines, to=by_hand.maya)
    assert (offer.listener, offer.request) == (by_hand.maya, request)
    with pytest.raises(Closed):
        switchboard.hand_out(request_id=request.pk, actor=by_hand.ines, to=by_hand.maya)
    assert actions.accept(offer=offer, listener=by_hand.maya).listener == by_hand.maya


def test_a_refusal_gives_the_person_back(by_hand: Cast) -> None:
    request = by_hand.seeker_asks()
    offer = switchboard.hand_out(request_id=request.pk, actor=by_hand.ines, to=by_hand.maya)
    actions.decline(offer=offer, listener=by_hand.maya)
    assert Request.objects.get(pk=request.pk).state == "waiting"


def test_nobody_is_asked_beyond_what_they_can_carry(by_hand: Cast) -> None:
    first, second = by_hand.seeker_asks(), by_hand.seeker_asks()
    offer = switchboard.hand_out(request_id=first.pk, actor=by_hand.ines, to=by_hand.maya)
    actions.accept(offer=offer, listener=by_hand.maya)
    actions.set_slots(person=by_hand.maya, slots=1)
    for colleague in (by_hand.maya, by_hand.tomasz):
        with pytest.raises(Closed):
            switchboard.hand_out(request_id=second.pk, actor=by_hand.ines, to=colleague)


def test_one_hands_out_and_any_may_end_it(by_hand: Cast) -> None:
    ida = make_colleague("Ida", Role.SUPERVISOR)
    assert switchboard.open_switchboard(actor=by_hand.ines).by == by_hand.ines
    with pytest.raises(Closed):
        switchboard.open_switchboard(actor=ida)
    for _twice in range(2):
        switchboard.close_switchboard(actor=ida)
    assert supervision.switchboard() is None
    assert [line.act for line in audit.lines(act="switchboard")] == [
        "switchboard.closed",
        "switchboard.opened",
    ]
    by_hand.seeker_asks()
    actions.ask_around()
    assert queries.offer_of(by_hand.maya) is not None


def test_it_ends_when_its_supervisor_has_gone(cast: Cast) -> None:
    switchboard.open_switchboard(actor=cast.ines)
    followers.sweep.func()
    assert Switchboard.objects.get().ended_at == NIGHT


def test_only_supervisors(cast: Cast) -> None:
    request = cast.seeker_asks()
    for person in (cast.maya, cast.tomasz, cast.odile, request.person):
        with pytest.raises(NotForYou):
            switchboard.open_switchboard(actor=person)
        with pytest.raises(NotForYou):
            switchboard.close_switchboard(actor=person)
        with pytest.raises(NotForYou):
            switchboard.hand_out(request_id=request.pk, actor=person, to=cast.maya)
