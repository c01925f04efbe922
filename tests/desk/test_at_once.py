"""Many hands at once: one place, one taker, one owner. With real threads and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

from beside.conversations.models import Conversation, EntryKind
from beside.desk import actions
from beside.desk.models import Chat, Offer, OfferState, Request
from beside.foundation.errors import Closed
from beside.people.actions import welcome
from beside.people.models import Person, Role
from tests.desk.conftest import Cast, written
from tests.world import make_colleague

HANDS = 6
T = TypeVar("T")


def together(*acts: Callable[[], T]) -> list[T | Closed]:
    """Run all at the same moment, each in a thread of its own; a refusal is a result too."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | Closed:
        start.wait()
        try:
            return act()
        except Closed as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def listeners(count: int) -> list[Person]:
    """So many listeners, on shift."""
    team = [make_colleague(f"Listener {number}", Role.LISTENER) for number in range(count)]
    for one in team:
        actions.start_shift(person=one)
    return team


def test_one_is_waiting_and_six_take(live_cast: Cast) -> None:
    request = live_cast.seeker_asks()
    team = listeners(HANDS)
    results = together(*[lambda one=one: actions.take_next(listener=one) for one in team])
    offers = [result for result in results if isinstance(result, Offer)]
    assert [offer.request for offer in offers] == [request]


def test_six_are_waiting_and_six_take(live_cast: Cast) -> None:
    requests = {live_cast.seeker_asks().pk for _ in range(HANDS)}
    team = listeners(HANDS)
    results = together(*[lambda one=one: actions.take_next(listener=one) for one in team])
    assert {offer.request_id for offer in results if isinstance(offer, Offer)} == requests


def test_accepting_twice_at_once_is_one_chat(live_cast: Cast) -> None:
    [maya] = listeners(1)
    request = live_cast.seeker_asks()
    offer = actions.take_next(listener=maya)
    results = together(*[lambda: actions.accept(offer=offer, listener=maya)] * 4)
    assert sum(isinstance(result, Chat) for result in results) == 1
    joined = request.conversation.entries.filter(kind=EntryKind.JOINED)
    assert joined.count() == 1


def test_taking_and_leaving_at_once_has_one_end(live_cast: Cast) -> None:
    [maya] = listeners(1)
    for _ in range(5):
        request = live_cast.seeker_asks()
        offer = actions.take_next(listener=maya)
        together(
            lambda offer=offer, maya=maya: actions.accept(offer=offer, listener=maya),
            lambda request=request: actions.leave_line(request=request, person=request.person),
        )
        request.refresh_from_db()
        offer.refresh_from_db()
        chat = Chat.objects.filter(request=request).first()
        taken = chat is not None
        assert (request.state, offer.state) == (
            ("matched", OfferState.ACCEPTED) if taken else ("left", OfferState.WITHDRAWN)
        )
        conversation = Conversation.objects.get(pk=request.conversation_id)
        assert conversation.is_open == taken
        if chat is not None:
            written(actions.end_chat(conversation=conversation, actor=maya, reason="finished"))


def test_pressing_twice_at_once_is_one_place(live_cast: Cast) -> None:
    """Each press has welcomed a person of its own: the page's mark decides, the losers' rooms are closed."""
    persons = [welcome(language="en")[0] for _ in range(4)]
    results = together(
        *[
            lambda person=person: actions.ask(person=person, safe="yes", language="en", asked_with="page")
            for person in persons
        ]
    )
    assert len({result.pk for result in results if isinstance(result, Request)}) == 1
    assert Request.objects.count() == 1
    assert Conversation.objects.filter(closed_at=None).count() == 1


def test_a_listener_never_holds_more_than_their_slots(live_cast: Cast) -> None:
    [maya] = listeners(1)
    for _ in range(4):
        live_cast.seeker_asks()

    def take() -> Chat:
        return actions.accept(offer=actions.take_next(listener=maya), listener=maya)

    for _ in range(3):
        together(*[take] * 4)
    assert Chat.objects.filter(listener=maya).count() == 2
