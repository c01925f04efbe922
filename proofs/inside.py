"""What a proof does inside an installation, in a process of its own: `python -m proofs.inside WHAT …`.

It runs in the environment of a house and prints JSON: `prepare N` makes the tables and seats N pairs of
people, `final` reads every log from position 1, `sound` asks the database whether it is whole.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from beside.conversations import actions, queries
from beside.conversations.models import Conversation, Entry, Kind, Side
from beside.foundation import clock
from beside.journal import keys
from beside.people.actions import begin_visit, make_phrase, make_staff, welcome
from beside.people.cookies import VISIT
from beside.people.models import Person, Role, Visit
from beside.people.sessions import SessionStore
from beside.project import demo, schema, statics
from proofs.history import Final, hashed

_EACH_LISTENS_TO = 8
"""A person may have twelve sockets; some are wanted for more than the first."""


def prepare(number: str) -> None:
    """Make the tables and the pairs, and print who they are."""
    installation = settings.ENVIRONMENT
    schema.bring_up_to_date()
    statics.collect(installation)
    demo.seed_when_empty(installation)
    print(json.dumps({"pairs": list(_pairs(int(number))), "facts": _facts()}))


def final() -> None:
    """Print every entry of every log, its words as a hash."""
    encode = json.dumps
    for conversation in Conversation.objects.order_by("pk"):
        key = keys.get(conversation.key_id)
        for entry in queries.written(conversation):
            row = Final(
                conv=str(conversation.pk),
                position=entry.position,
                kind=entry.kind,
                author=entry.author,
                cid=entry.client_id,
                body=hashed(str(entry.opened(key).get("words", ""))),
            )
            print(encode({name: getattr(row, name) for name in row.__struct_fields__}))


def sound() -> None:
    """Print what the database says of its own soundness: "ok", or what is wrong."""
    if connection.vendor != "sqlite":
        print("ok")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        print("; ".join(row[0] for row in cursor.fetchall()))


def visits(number: str, *people: str) -> None:
    """Print the cookies of so many new visits of each person, as after coming back by their words."""
    made = {}
    for person in people:
        found = Person.objects.get(pk=person)
        made[person] = [f"{VISIT}={begin_visit(person=found)[1]}" for _ in range(int(number))]
    print(json.dumps(made))


def crowds(number: str, size: str) -> None:
    """Print so many conversations with so many people in each, seated on the seekers' side."""
    made = []
    for _ in range(int(number)):
        conversation = actions.open_conversation(kind=Kind.GROUP, language="en")
        people = []
        for _ in range(int(size)):
            person, _visit, token = welcome(language="en")
            with transaction.atomic():
                seat = actions.seat(conversation=conversation, person=person, side=Side.SEEKER)
            about = {"seat": str(seat.pk), "person": str(person.pk), "cookie": f"{VISIT}={token}"}
            people.append({"conv": str(conversation.pk), **about})
        made.append(people)
    print(json.dumps(made))


def five_words(person: str) -> None:
    """Print five words that open the chats of a person again, and end their visits."""
    found = Person.objects.get(pk=person)
    print(json.dumps(list(make_phrase(person=found))))
    for visit in found.visits.filter(ended_on=None):
        Visit.objects.filter(pk=visit.pk).update(ended_on=clock.today())


def since_yesterday() -> None:
    """Every visit was last used yesterday: the next page notes the day."""
    Visit.objects.update(last_seen_on=clock.today() - timedelta(days=1))


def unconstrain(name: str) -> None:
    """Take a constraint of the log away: what a negative control does without."""
    [constraint] = [each for each in Entry._meta.constraints if each.name == name]
    Entry._meta.constraints = [each for each in Entry._meta.constraints if each.name != name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Entry, constraint)


def _pairs(number: int) -> Iterator[dict[str, Any]]:
    staff = [_listener(each) for each in range((number + _EACH_LISTENS_TO - 1) // _EACH_LISTENS_TO)]
    for each in range(number):
        seeker, _visit, token = welcome(language="en")
        listener, session = staff[each // _EACH_LISTENS_TO]
        conversation = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=seeker)
        with transaction.atomic():
            seat = actions.seat(conversation=conversation, person=listener, side=Side.STAFF)
        own = conversation.seats.get(person=seeker)
        yield {
            "conv": str(conversation.pk),
            "seeker": {"seat": str(own.pk), "person": str(seeker.pk), "cookie": f"{VISIT}={token}"},
            "staff": {"seat": str(seat.pk), "person": str(listener.pk), "cookie": session},
        }


def _listener(number: int) -> tuple[Person, str]:
    person = make_staff(
        name=f"Listener {number}",
        email=f"listener{number}@harbour.example",
        password="lantern harbour quiet night",
        roles=[Role.LISTENER],
        languages=["en"],
        is_made_up=True,
    )
    return person, f"{settings.SESSION_COOKIE_NAME}={_session(person.account)}"


def _session(account: AbstractBaseUser) -> str:
    """A session as signing in leaves it."""
    session = SessionStore()
    session[auth.SESSION_KEY] = str(account.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _facts() -> dict[str, str]:
    """The engine, its version and the settings that decide what a commit is worth."""
    asked = {
        "sqlite": ("journal_mode", "synchronous", "secure_delete", "mmap_size"),
        "postgresql": ("server_version", "synchronous_commit", "fsync", "full_page_writes"),
    }[connection.vendor]
    command = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"
    found = {"engine": connection.vendor}
    with connection.cursor() as cursor:
        for name in asked:
            cursor.execute(f"{command} {name}")
            row = cursor.fetchone()
            found[name] = str(row[0]) if row else ""
    return found


COMMANDS: dict[str, Callable[..., None]] = {
    "prepare": prepare,
    "final": final,
    "sound": sound,
    "visits": visits,
    "crowds": crowds,
    "five-words": five_words,
    "since-yesterday": since_yesterday,
    "unconstrain": unconstrain,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
