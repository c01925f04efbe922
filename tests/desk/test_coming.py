"""Many come and go at once: everyone whom it concerns is set right, and the desk decides for nobody else."""

from contextlib import AbstractContextManager
from typing import Protocol
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS

from beside.desk import actions, hints, live
from beside.desk.models import RequestState
from beside.journal import keys
from tests.desk.conftest import Cast


class Counts(Protocol):
    """pytest-django's fixture."""

    def __call__(self, number: int, using: str = DEFAULT_DB_ALIAS) -> AbstractContextManager[object]:
        """At most so many questions."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that consoles are told to look."""
    seen: list[str] = []
    monkeypatch.setattr(hints, "desk_changed", lambda: seen.append("look"))
    return seen


def test_those_whom_it_concerns_are_set_right(cast: Cast) -> None:
    chat = cast.talking()
    seeker = chat.request.person_id
    actions.listener_lost(person_id=cast.maya.pk)
    actions.seeker_left(person_id=seeker)
    live.presence_changed({uuid4(): True, cast.maya.pk: True, seeker: True, uuid4(): False})
    chat.refresh_from_db()
    assert (chat.lost_at, chat.left_at) == (None, None)


def test_an_offer_is_free_once_its_listener_has_gone(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    request = cast.seeker_asks()
    actions.take_next(listener=cast.maya)
    live.presence_changed({cast.maya.pk: True})
    request.refresh_from_db()
    assert request.state == RequestState.OFFERED
    live.presence_changed({uuid4(): False, cast.maya.pk: False})
    request.refresh_from_db()
    assert request.state == RequestState.WAITING


def test_a_crowd_costs_four_questions_and_one_look(
    cast: Cast, told: list[str], django_assert_num_queries: Counts
) -> None:
    cast.talking()
    told.clear()
    with django_assert_num_queries(4):
        live.presence_changed({uuid4(): number % 2 == 0 for number in range(300)})
    assert told == ["look"]


def test_one_that_fails_stops_none_of_the_others(cast: Cast) -> None:
    chat = cast.talking()
    actions.listener_lost(person_id=cast.maya.pk)
    actions.seeker_left(person_id=chat.request.person_id)
    keys.destroy(chat.conversation.key_id)  # what the listener would say cannot be sealed
    live.presence_changed({cast.maya.pk: True, chat.request.person_id: True})
    chat.refresh_from_db()
    assert chat.lost_at is not None and chat.left_at is None
