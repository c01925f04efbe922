"""A seeker and a listener in one open chat."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from beside.conversations import actions, writer
from beside.conversations.models import Conversation, Kind, Seat, Side
from beside.foundation import clock
from beside.people.models import Grant, Person, Role


@dataclass
class Chat:
    """Two seats in one log."""

    conversation: Conversation
    seeker: Seat
    listener: Seat


def person(name: str, *, staff: bool) -> Person:
    """A person for these tests."""
    made = Person.objects.create(name=name, is_staff=staff, came_on=clock.today())
    if staff:
        Grant.objects.create(person=made, role=Role.LISTENER, given_at=clock.now())
    return made


def make_chat() -> Chat:
    """An open chat between Quiet Heron and Maya, with nothing said yet."""
    heron, maya = person("Quiet Heron", staff=False), person("Maya", staff=True)
    conversation = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=heron)
    with transaction.atomic():
        listener = actions.seat(conversation=conversation, person=maya, side=Side.STAFF, announce=False)
    return Chat(conversation, Seat.objects.get(conversation=conversation, person=heron), listener)


@pytest.fixture
def chat(transactional_db: None) -> Iterator[Chat]:
    """A chat whose words go through the real writer, in a thread of its own."""
    yield make_chat()
    writer.stop()
