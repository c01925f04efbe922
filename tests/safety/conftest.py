"""A seeker in a chat, and somebody who listens."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from beside.conversations import actions, writer
from beside.conversations.models import Conversation, Kind, Seat, Side
from beside.people.models import Person
from tests.world import make_colleague, make_seeker


@dataclass
class Chat:
    """An open chat and its two seats."""

    conversation: Conversation
    seeker: Seat
    listener: Person


@pytest.fixture
def chat(transactional_db: None) -> Iterator[Chat]:
    """A chat whose words go through the real writer."""
    heron, maya = make_seeker().person, make_colleague("Maya", "listener")
    conversation = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=heron)
    with transaction.atomic():
        actions.seat(conversation=conversation, person=maya, side=Side.STAFF, announce=False)
    yield Chat(conversation, Seat.objects.get(conversation=conversation, person=heron), maya)
    writer.stop()
