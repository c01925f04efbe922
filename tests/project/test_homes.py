"""Where somebody lands who comes back by five words."""

from collections.abc import Iterator

import pytest

from beside.conversations.models import Conversation
from beside.desk import actions, queries
from beside.desk.models import EndReason
from beside.foundation import clock
from beside.people.actions import welcome
from beside.project import homes
from tests.desk.conftest import NIGHT, Cast, make_cast


@pytest.fixture
def helpline(db: None) -> Iterator[Cast]:
    """The demo helpline at three in the morning."""
    with clock.frozen(NIGHT):
        yield make_cast()
    queries.forget_service()


def test_a_person_in_line_lands_in_line(helpline: Cast) -> None:
    request = helpline.seeker_asks()
    assert homes.open_page(request.person) == f"/wait/{request.conversation_id}"


def test_a_person_in_a_chat_lands_in_it(helpline: Cast) -> None:
    chat = helpline.talking()
    person = chat.request.person
    assert homes.open_page(person) == f"/c/{chat.request.conversation_id}"
    actions.end_chat(conversation=chat.request.conversation, actor=helpline.maya, reason=EndReason.values[0])
    assert homes.open_page(person) == f"/c/{chat.request.conversation_id}"


def test_an_erased_chat_is_no_place_to_land(helpline: Cast) -> None:
    chat = helpline.talking()
    person = chat.request.person
    actions.end_chat(conversation=chat.request.conversation, actor=helpline.maya, reason=EndReason.values[0])
    Conversation.objects.update(erased_at=clock.now())
    assert homes.open_page(person) == ""


@pytest.mark.django_db
def test_who_never_talked_has_nowhere_to_land() -> None:
    assert homes.open_page(welcome(language="en")[0]) == ""
