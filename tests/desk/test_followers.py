"""What happens elsewhere reaches the desk, through the real queue and a real worker."""

import threading
from collections.abc import Iterator

import pytest
from django.db import transaction

from beside.conversations import actions as conversations
from beside.conversations.queries import seat_of
from beside.desk import actions, queries
from beside.desk.models import Chat, Request
from beside.journal import doorbell, worker
from beside.people.actions import leave
from tests.desk.conftest import Cast
from tests.journal.waiting import until

pytestmark = pytest.mark.usefixtures("working")


@pytest.fixture
def working(live_cast: Cast) -> Iterator[None]:
    """A worker in this process, for the length of the test."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.Worker(stop).run)
    thread.start()
    yield
    stop.set()
    doorbell.ring()
    thread.join(timeout=20)


def says(request: Request, words: str, mark: str) -> None:
    """The seeker writes."""
    seat = seat_of(request.person, request.conversation_id)
    conversations.say(seat=seat, words=words, client_id=mark).result(10)


def now(request: Request) -> Request:
    """The request as it stands."""
    return Request.objects.get(pk=request.pk)


def test_words_of_danger_bring_the_person_to_the_front(live_cast: Cast) -> None:
    first, second = live_cast.seeker_asks(), live_cast.seeker_asks()
    says(second, "I am going to kill myself tonight", "one")
    until(lambda: now(second).urgency >= 3)
    assert now(second).signals
    assert queries.standing_of(now(second)).place == 1
    assert now(first).urgency == 0


def test_calmer_words_do_not_bring_them_back(live_cast: Cast) -> None:
    request = live_cast.seeker_asks()
    says(request, "I am going to kill myself tonight", "one")
    until(lambda: now(request).urgency >= 3)
    reached = now(request).urgency
    says(request, "I feel a bit hopeless", "two")
    says(request, "thank you", "three")
    assert now(request).urgency == reached


def test_the_seeker_ending_frees_the_listener(live_cast: Cast) -> None:
    chat = live_cast.talking()
    conversations.end(seat=seat_of(chat.request.person, chat.conversation_id))
    until(lambda: Chat.objects.get(pk=chat.pk).ended_at is not None)
    assert [one.pk for one in queries.wrap_ups_due(live_cast.maya)] == [chat.pk]
    actions.end_shift(person=live_cast.maya)


def test_erasing_while_waiting_leaves_the_line(live_cast: Cast) -> None:
    request = live_cast.seeker_asks()
    conversations.erase(conversation=request.conversation, actor=request.person)
    until(lambda: now(request).state == "left")


def test_leaving_now_is_seen_by_the_listener(live_cast: Cast) -> None:
    chat = live_cast.talking()
    with transaction.atomic():
        leave(person=chat.request.person)
    until(lambda: Chat.objects.get(pk=chat.pk).left_at is not None)
