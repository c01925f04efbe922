"""People at their places, made by the product's own verbs, before the server starts.

    python -m bench.seating pairs 200 FILE      200 conversations: a seeker and a listener each
    python -m bench.seating room 200 FILE       one conversation of kind group with 200 people
    python -m bench.seating alone 10000 FILE    seekers who have signed on and talk to nobody

Writes one line a person, with tabs between: the socket's path, the cookie, the conversation, where its log
stands. The data directory and the databases are those of the environment, as for `beside serve`.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import transaction  # noqa: E402

from beside.conversations.actions import open_conversation, seat  # noqa: E402
from beside.conversations.models import Conversation, Kind, Side  # noqa: E402
from beside.foundation import clock  # noqa: E402
from beside.people.actions import begin_visit, make_staff  # noqa: E402
from beside.people.cookies import VISIT  # noqa: E402
from beside.people.models import Person, Role  # noqa: E402
from beside.people.sessions import SessionStore  # noqa: E402
from beside.project import schema  # noqa: E402

NOBODYS = "00000000-0000-0000-0000-000000000000"
_PHRASE = "lantern-orchard-mitten-tuba"
_QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Nobody signs in with a pass-phrase here: the sessions are made directly."""

Line = tuple[str, str, str, int]


def pairs(count: int) -> Iterator[Line]:
    """Two people a conversation: those who sit together follow one another."""
    for number in range(count):
        person, cookie = _seeker(number)
        conversation = open_conversation(kind=Kind.SUPPORT, language="en", seeker=person)
        yield from _seated(conversation, person, cookie, number)


def _seated(conversation: Conversation, seeker: Person, cookie: str, number: int) -> Iterator[Line]:
    listener, session = _listener(number)
    with transaction.atomic():
        seat(conversation=conversation, person=listener, side=Side.STAFF, announce=False)
    yield ("/live?side=seeker", cookie, str(conversation.pk), 0)
    yield ("/live", session, str(conversation.pk), 0)


def room(count: int) -> Iterator[Line]:
    """One conversation of a group, everybody in it a seeker."""
    conversation = open_conversation(kind=Kind.GROUP, language="en")
    for number in range(count):
        person, cookie = _seeker(number)
        with transaction.atomic():
            seat(conversation=conversation, person=person, side=Side.SEEKER, announce=False)
        yield ("/live?side=seeker", cookie, str(conversation.pk), 0)


def alone(count: int) -> Iterator[Line]:
    """Seekers without a conversation. One transaction: ten thousand are made in seconds."""
    with transaction.atomic():
        for number in range(count):
            yield ("/live?side=seeker", _seeker(number)[1], NOBODYS, 0)


KINDS: dict[str, Callable[[int], Iterator[Line]]] = {"pairs": pairs, "room": room, "alone": alone}


def _seeker(number: int) -> tuple[Person, str]:
    """Named by number: `welcome` would look through the names of all who came today."""
    person = Person.objects.create(name=f"Visitor {number}", language="en", came_on=clock.today())
    _visit, token = begin_visit(person=person)
    return person, f"{VISIT}={token}"


def _listener(number: int) -> tuple[Person, str]:
    person = make_staff(
        name=f"Listener {number}",
        email=f"listener{number}@bench.example",
        password=_PHRASE,
        roles=(Role.LISTENER,),
        languages=("en",),
        is_made_up=True,
    )
    session = SessionStore()
    session[SESSION_KEY] = str(person.account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.account.get_session_auth_hash()
    session["begun_at"] = clock.now().isoformat()
    session.create()
    return person, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main(arguments: Sequence[str]) -> None:
    """Make the tables, then the people."""
    kind, count, file = arguments
    settings.PASSWORD_HASHERS = _QUICK
    schema.bring_up_to_date()
    with Path(file).open("w") as out:
        for line in KINDS[kind](int(count)):
            out.write("\t".join(map(str, line)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
