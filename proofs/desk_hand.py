"""Looks at the desk from beside the server: `python -m proofs.desk_hand`, in the environment of a house.

It reads one word and numbers a line and answers in JSON: `open LISTENERS COUNSELLORS` opens a helpline with
so many on shift and gives their cookies; `look` says what cannot be, in sentences, and where everybody is;
`recorded` writes the records of ended chats, so that their listeners are free.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.db import connections
from django.db.models import QuerySet

from beside.conversations.models import Seat, Side, Voice
from beside.desk import actions, routing
from beside.desk.models import (
    Chat,
    Offer,
    OfferRules,
    OfferState,
    Request,
    RequestState,
    Service,
    Shift,
    WrapUp,
)
from beside.desk.models.line import LIVE
from beside.desk.queries import line
from beside.foundation import clock
from beside.people.models import Role
from proofs.revoking import made, session

OFFER_SECONDS = 6
AGAIN_SECONDS = 2


def main() -> None:
    """Do what is asked, line by line. No connection stays open in between."""
    for told in sys.stdin:
        [word, *numbers] = told.split()
        answer = VERBS[word](*map(int, numbers))
        connections.close_all()
        print(json.dumps(answer), flush=True)


def open_(listeners: int, counsellors: int) -> list[dict[str, str]]:
    """The helpline, with short times; nobody is sent on a pause. Everybody is on shift, with two places."""
    actions.make_demo_service(names={"en": "Harbour"})
    Service.objects.update(offer_seconds=OFFER_SECONDS)
    OfferRules.objects.create(
        service=Service.objects.get(), misses=10_000, again_seconds=AGAIN_SECONDS, certified_seconds=2
    )
    roles = [Role.LISTENER] * listeners + [Role.COUNSELLOR] * counsellors
    people = [made(f"Desk {number}", role) for number, role in enumerate(roles)]
    for person in people:
        actions.start_shift(person=person, slots=2)
    return [{"person": str(person.pk), "cookie": session(person)} for person in people]


def look() -> dict[str, Any]:
    """What cannot be at any moment, and where everybody is: conversation to state, listener, ended."""
    chats = {chat.request_id: chat for chat in Chat.objects.select_related("request", "conversation")}
    places = {}
    for request in Request.objects.all():
        chat = chats.get(request.pk)
        who = str(chat.listener_id) if chat else ""
        over = chat is not None and chat.ended_at is not None
        places[str(request.conversation_id)] = [request.state, who, over]
    wrong = [*_asked(), *_taken(chats), *_owned(chats), *_carried(chats)]
    asked = [str(each) for each in _open().values_list("listener_id", flat=True)]
    return {
        "wrong": wrong,
        "places": places,
        "asks": Request.objects.count(),
        "asked": asked,
        "free": _free(),
    }


def _open() -> QuerySet[Offer]:
    return Offer.objects.filter(state=OfferState.OPEN)


def _free() -> int:
    """How many could take one more, by what the tables say."""
    return sum(routing.has_room(one, 1) and not (one.away or one.cooling) for one in line.takers())


def recorded() -> int:
    """Every ended chat has its record."""
    ended = Chat.objects.filter(ended_at__isnull=False).exclude(wrap_ups__saved_at__isnull=False)
    for chat in ended:
        WrapUp.objects.update_or_create(
            chat=chat,
            author_id=chat.listener_id,
            defaults={"begun_at": clock.now(), "saved_at": clock.now()},
        )
    return len(ended)


def _asked() -> Iterator[str]:
    """Offers and places in line say the same."""
    asked = dict(_open().filter(by=None).values_list("request_id", "pk"))
    for request in Request.objects.all():
        if (request.state == RequestState.OFFERED) != (request.pk in asked):
            yield f"place {request.pk} is {request.state}, and offers say otherwise"
        if request.state in LIVE and request.conversation.closed_at is not None:
            yield f"place {request.pk} is {request.state}, and its conversation is over"


def _taken(chats: dict[int, Chat]) -> Iterator[str]:
    """Who was taken is with somebody, and nobody else is."""
    for request in Request.objects.filter(state=RequestState.MATCHED):
        if request.pk not in chats or chats[request.pk].ended_at is not None:
            yield f"place {request.pk} was taken by nobody"
    for offer in Offer.objects.filter(state=OfferState.ACCEPTED):
        if offer.request_id not in chats:
            yield f"offer {offer.pk} was taken up, and there is no chat"
    for chat in chats.values():
        goes_on = chat.request.state == RequestState.MATCHED
        if chat.ended_at is None and not goes_on and not (chat.request.front and chat.request.is_waiting):
            yield f"chat {chat.pk} runs, and its place is {chat.request.state}"


def _owned(chats: dict[int, Chat]) -> Iterator[str]:
    """A chat that runs has one owner: on shift, and the one who has the voice."""
    here = set(Shift.objects.filter(ended_at=None).values_list("person_id", flat=True))
    for chat in chats.values():
        if chat.ended_at is not None:
            continue
        seats = Seat.objects.filter(conversation=chat.conversation, side=Side.STAFF, voice=Voice.SPEAKS)
        speak = list(seats.values_list("person_id", flat=True))
        if speak != [chat.listener_id]:
            yield f"chat {chat.pk} has {len(speak)} who speak, or not its owner"
        if chat.listener_id not in here:
            yield f"chat {chat.pk} is owned by somebody who is not on shift"


def _carried(chats: dict[int, Chat]) -> Iterator[str]:
    """Nobody carries more than their places: chats that run, and what they are asked."""
    load: Counter[Any] = Counter()
    for chat in chats.values():
        if chat.ended_at is None:
            load[chat.listener_id] += routing.weight_of(chat.request.urgency)
    for offer in _open().select_related("request"):
        load[offer.listener_id] += routing.weight_of(offer.request.urgency)
    for shift in Shift.objects.filter(ended_at=None):
        if load[shift.person_id] > max(shift.slots, 2):
            yield f"somebody with {shift.slots} places carries {load[shift.person_id]}"


VERBS: dict[str, Callable[..., Any]] = {"open": open_, "look": look, "recorded": recorded}

if __name__ == "__main__":
    main()
