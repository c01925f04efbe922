"""Makes people inside an installation, by the product's own verbs: see `proofs.seats`."""

import json
import os
import sys
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from datetime import timedelta

from django.db import transaction

from beside.conversations.actions import open_conversation, seat
from beside.conversations.models import Conversation, Kind, Side
from beside.desk.models import Answer, Chat, Request, RequestState
from beside.foundation import clock
from beside.people.actions import begin_visit
from beside.people.cookies import VISIT
from beside.people.models import Person

Line = tuple[str, str, str]

_IMMEDIATE = 4


def crowd(number: int) -> Iterator[Line]:
    """Seekers, each in a conversation of their own."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        for each in range(number):
            person, cookie = _seeker(each)
            conversation = open_conversation(kind=Kind.SUPPORT, language="en", seeker=person)
            yield ("seeker", cookie, str(conversation.pk))


def room(number: int) -> Iterator[Line]:
    """One group, everybody in it a seeker."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        conversation = open_conversation(kind=Kind.GROUP, language="en")
        for each in range(number):
            person, cookie = _seeker(each)
            seat(conversation=conversation, person=person, side=Side.SEEKER, announce=False)
            yield ("seeker", cookie, str(conversation.pk))


def crisis(_number: int) -> Iterator[Line]:
    """The pairs that are there become live chats of people in danger. Yields nobody."""
    for conversation in Conversation.objects.filter(kind=Kind.SUPPORT):
        seats = {each.side: each.person for each in conversation.seats.select_related("person")}
        if len(seats) == 2:
            _taken(conversation, seats[Side.SEEKER], seats[Side.STAFF])
    yield from ()


def _taken(conversation: Conversation, seeker: Person, listener: Person) -> None:
    now = clock.now()
    request = Request.objects.create(
        conversation=conversation,
        person=seeker,
        language="en",
        answer=Answer.NO,
        urgency=_IMMEDIATE,
        state=RequestState.MATCHED,
        joined_at=now,
        seen_at=now,
        matched_at=now,
    )
    Chat.objects.create(
        conversation=conversation,
        request=request,
        listener=listener,
        accepted_at=now,
        ends_at=now + timedelta(hours=1),
    )


def _seeker(number: int) -> tuple[Person, str]:
    person = Person.objects.create(name=f"Visitor {number}", language="en", came_on=clock.today())
    _visit, token = begin_visit(person=person)
    return person, f"{VISIT}={token}"


def storm(number: int) -> Iterator[Line]:
    """Both: so many seekers, and pairs in danger."""
    yield from crisis(0)
    yield from crowd(number)


WAYS: dict[str, Callable[[int], Iterator[Line]]] = {
    "crowd": crowd,
    "room": room,
    "crisis": crisis,
    "storm": storm,
}

if __name__ == "__main__":
    print(json.dumps(list(WAYS[sys.argv[1]](int(sys.argv[2])))))
