"""Someone else, please."""

import pytest

from beside.desk import actions
from beside.desk.models import Request, RequestState
from beside.foundation.errors import Closed, NotForYou
from beside.people.models import Person, Role
from tests.world import make_colleague, make_seeker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maya(db: None) -> Person:
    """Maya with room for two, so that only the asking keeps her from being asked again."""
    return make_colleague("Maya", Role.COUNSELLOR)


def talking(listener: Person) -> tuple[Person, Request]:
    """A seeker in a chat with this listener, and their request."""
    actions.start_shift(person=listener, slots=2, languages=["en"])
    seeker = make_seeker()
    request = actions.ask(person=seeker.person, safe="yes", language="en")
    actions.accept(offer=actions.take_next(listener=listener), listener=listener)
    request.refresh_from_db()
    return seeker.person, request


def test_someone_else_is_asked_and_the_first_stays_until_then(maya: Person) -> None:
    person, request = talking(maya)
    chat = actions.ask_for_another(conversation=request.conversation, person=person)
    request.refresh_from_db()
    assert (request.state, request.front, chat.listener) == (RequestState.WAITING, True, maya)
    with pytest.raises(Closed):
        actions.take_next(listener=maya)
    tomasz = make_colleague("Tomasz", Role.COUNSELLOR)
    actions.start_shift(person=tomasz, slots=2, languages=["en"])
    taken = actions.accept(offer=actions.take_next(listener=tomasz), listener=tomasz)
    assert (taken.pk, taken.listener) == (chat.pk, tomasz)


def test_asking_twice_is_once(maya: Person) -> None:
    person, request = talking(maya)
    for _ in range(2):
        actions.ask_for_another(conversation=request.conversation, person=person)
    assert request.conversation.entries.filter(client_id__startswith="another").count() == 1


def test_nobody_asks_for_somebody_elses_chat(maya: Person) -> None:
    _person, request = talking(maya)
    with pytest.raises(NotForYou):
        actions.ask_for_another(conversation=request.conversation, person=make_seeker().person)
