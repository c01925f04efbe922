"""Takes rights away, in a process of its own beside the servers: `python -m proofs.revoking`, in a house.

It reads one word and an argument a line and answers in JSON: `seat N` seats N pairs, each with a listener of
its own; `take ID`, `close ID`, `sign-out ID`, `leave ID` take from a person; `unseat ID` from a seat. The
answer of a verb is the moment after its commit (`time.time()`). Nothing is told on the bus: what a server
learns, it learns from the tables.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.conf import settings
from django.contrib import auth
from django.db import transaction

from beside.conversations import actions
from beside.conversations.models import Kind, Seat, Side
from beside.people import actions as people
from beside.people.cookies import VISIT
from beside.people.models import Person, Role
from beside.people.sessions import SessionStore


def main() -> None:
    """Do what is asked, line by line."""
    for line in sys.stdin:
        word, _space, about = line.strip().partition(" ")
        print(json.dumps(VERBS[word](about)), flush=True)


def seat(number: str) -> list[dict[str, Any]]:
    """So many pairs at a conversation, with their cookies; one administrator, who takes from them."""
    _boss()
    return list(_pairs(int(number)))


def _verb(act: Callable[[str], None]) -> Callable[[str], float]:
    def done(about: str) -> float:
        act(about)
        return time.time()

    return done


def _take(person: str) -> None:
    people.take_role(actor=_boss(), person=Person.objects.get(pk=person), role=Role.LISTENER)


def _close(person: str) -> None:
    people.deactivate(actor=_boss(), person=Person.objects.get(pk=person))


def _sign_out(person: str) -> None:
    people.end_sessions(actor=_boss(), person=Person.objects.get(pk=person))


def _leave(person: str) -> None:
    people.leave(person=Person.objects.get(pk=person))


def _unseat(seat_id: str) -> None:
    with transaction.atomic():
        actions.unseat(seat=Seat.objects.select_related("conversation").get(pk=seat_id), announce=False)


def _boss() -> Person:
    held = Person.objects.filter(grants__role=Role.ADMINISTRATOR).first()
    return held or made("Boss", Role.ADMINISTRATOR, Role.MANAGER)


def _pairs(number: int) -> Iterator[dict[str, Any]]:
    for each in range(number):
        seeker, _visit, token = people.welcome(language="en")
        listener = made(f"Listener {time.monotonic_ns()} {each}", Role.LISTENER)
        conversation = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=seeker)
        with transaction.atomic():
            place = actions.seat(conversation=conversation, person=listener, side=Side.STAFF)
        yield {
            "conv": str(conversation.pk),
            "seeker": {"person": str(seeker.pk), "cookie": f"{VISIT}={token}", "seat": ""},
            "staff": {"person": str(listener.pk), "cookie": session(listener), "seat": str(place.pk)},
        }


def made(name: str, *roles: Role) -> Person:
    """A member of staff with these roles."""
    address = f"{name.replace(' ', '-').lower()}@example.org"
    return people.make_staff(
        name=name,
        email=address,
        password="lantern-orchard-mitten-tuba",
        roles=roles,
        languages=["en"],
        is_made_up=True,
    )


def session(person: Person) -> str:
    """The cookie of somebody who has signed in."""
    held = SessionStore()
    held[auth.SESSION_KEY] = str(person.account.pk)
    held[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    held[auth.HASH_SESSION_KEY] = person.account.get_session_auth_hash()
    held.create()
    return f"{settings.SESSION_COOKIE_NAME}={held.session_key}"


VERBS: dict[str, Callable[[str], Any]] = {
    "seat": seat,
    "take": _verb(_take),
    "close": _verb(_close),
    "sign-out": _verb(_sign_out),
    "leave": _verb(_leave),
    "unseat": _verb(_unseat),
}

if __name__ == "__main__":
    main()
