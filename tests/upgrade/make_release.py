"""Writes down what a release leaves on the disk, for later releases to migrate: run with that release's code.

    git worktree add /tmp/old COMMIT
    PYTHONPATH=/tmp/old/src:. python -m tests.upgrade.make_release FOLDER [postgresql]

FOLDER gets `main.sql` and `keys.sql` (SQLite) or `main.pg.sql` and `keys.pg.sql` (PostgreSQL), the throw-away
root key of these made-up chats, and `said.json`: what was said in them, by position.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1]).absolute()
ON_POSTGRESQL = "postgresql" in sys.argv[2:]
_ROOM = Path(tempfile.mkdtemp(prefix="beside-release-"))
_LINES = ("I can’t sleep again.", "It began when she left; je n’en parle à personne.", "Thank you. 🌙")


def main() -> None:
    """Make the house, write it down."""
    os.environ.update(DJANGO_SETTINGS_MODULE="beside.project.settings", **_settings())
    import django

    django.setup()
    from beside.project import demo, schema

    schema.bring_up_to_date()
    demo.seed("lantern-orchard-mitten-tuba")
    said = [_chat("Quiet Heron", closed=True), _chat("Still Fern", closed=False), _erased("Grey Wren")]
    FOLDER.mkdir(parents=True, exist_ok=True)
    end = ".pg.sql" if ON_POSTGRESQL else ".sql"
    for alias, name in (("default", "main"), ("keys", "keys")):
        (FOLDER / f"{name}{end}").write_text(_dump(alias))
    mark = "said.pg.json" if ON_POSTGRESQL else "said.json"
    (FOLDER / mark).write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n")


def _settings() -> dict[str, str]:
    """A data directory of its own; the root key is made once, and is the folder's."""
    from tests import throwaway

    FOLDER.mkdir(parents=True, exist_ok=True)
    key = _ROOM / "root-key"
    kept = FOLDER / "root-key.hex"
    if not kept.exists():
        kept.write_text(os.urandom(32).hex() + "\n")
    key.write_bytes(bytes.fromhex(kept.read_text().strip()))
    key.chmod(0o600)
    own = {"BESIDE_DATA": str(_ROOM / "var"), "BESIDE_ROOT_KEY": str(key)}
    if ON_POSTGRESQL:
        cluster = throwaway.Postgres().start()
        own["BESIDE_DATABASE_URL"] = cluster.url("beside")
    return own


def _chat(name: str, *, closed: bool) -> dict[str, Any]:
    """A chat with what a real one has: an edit, a whisper, a concern, five words, a wrap-up with a note."""
    from django.db import transaction

    from beside.conversations import actions
    from beside.conversations.models import Kind, Seat, Side
    from beside.people.actions import make_phrase, welcome
    from beside.people.models import Person, Role

    person, _visit, _token = welcome(language="en")
    Person.objects.filter(pk=person.pk).update(name=name)
    maya = Person.objects.get(grants__role=Role.LISTENER)
    talk = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=person)
    with transaction.atomic():
        listener = actions.seat(conversation=talk, person=maya, side=Side.STAFF)
    seat = Seat.objects.get(conversation=talk, person=person)
    for number, words in enumerate(_LINES):
        actions.say(seat=seat, words=words, client_id=f"line-{number}").result(10)
    actions.say(seat=listener, words="I am here, and I read all of it.", client_id="answer").result(10)
    actions.edit(seat=seat, position=2, words="I can’t sleep again tonight.", client_id="edit").result(10)
    aside = actions.open_backstage(conversation=talk)
    with transaction.atomic():
        whisperer = actions.seat(conversation=aside, person=maya, side=Side.STAFF)
    actions.say(seat=whisperer, words="Take your time.", client_id="whisper").result(10)
    make_phrase(person=person)
    note = _desk(talk, person, maya)
    if closed:
        actions.end(seat=seat)
    return {**_told(talk, note=note), "backstage": _told(aside)}


def _desk(talk: Any, person: Any, maya: Any) -> dict[str, str]:
    from datetime import timedelta

    from beside.desk.actions import wrap_up
    from beside.desk.models import Chat, Request, RequestState
    from beside.foundation import clock
    from beside.safety.models import Concern

    now = clock.now()
    times = {
        "joined_at": now - timedelta(minutes=50),
        "seen_at": now,
        "matched_at": now - timedelta(minutes=45),
    }
    request = Request.objects.create(
        conversation=talk, person=person, language="en", answer="yes", state=RequestState.ENDED, **times
    )
    chat = Chat.objects.create(
        conversation=talk, request=request, listener=maya, accepted_at=now - timedelta(minutes=45),
        ends_at=now, ended_at=now, end_reason="finished",
    )  # fmt: skip
    Concern.objects.create(conversation=talk, level=2, signals=["hopeless"], position=2, raised_at=now)
    words = "Slept badly for a week; will ask a friend to stay."
    record = wrap_up(
        chat=chat, actor=maya, contact="listening", categories=[], urgency_out=1, outcome="calmer", note=words
    )
    return {"wrap_up": str(record.pk), "words": words}


def _erased(name: str) -> dict[str, Any]:
    from beside.conversations import actions
    from beside.conversations.models import Kind, Seat
    from beside.people.actions import welcome
    from beside.people.models import Person

    person, _visit, _token = welcome(language="fr")
    Person.objects.filter(pk=person.pk).update(name=name)
    talk = actions.open_conversation(kind=Kind.SUPPORT, language="fr", seeker=person)
    seat = Seat.objects.get(conversation=talk, person=person)
    actions.say(seat=seat, words="Effacez tout.", client_id="only").result(10)
    actions.erase(conversation=talk, actor=None)
    return {"conversation": str(talk.pk), "erased": True}


def _told(talk: Any, note: dict[str, str] | None = None) -> dict[str, Any]:
    from beside.conversations import queries
    from beside.journal import keys

    key = keys.get(talk.key_id)
    entries = [[one.position, one.kind, one.opened(key)] for one in queries.written(talk)]
    return {"conversation": str(talk.pk), "entries": entries, "note": note}


def _dump(alias: str) -> str:
    from django.db import connections

    connection = connections[alias]
    connection.ensure_connection()
    if not ON_POSTGRESQL:
        return "\n".join(connection.connection.iterdump()) + "\n"
    about = connection.settings_dict
    command = [
        "pg_dump",
        "--inserts",
        "--no-owner",
        "--no-privileges",
        "-h",
        str(about["HOST"]),
        "-U",
        "beside",
    ]
    text = subprocess.run([*command, str(about["NAME"])], check=True, capture_output=True, text=True).stdout
    return re.sub(r"(?m)^(--.*|\\(un)?restrict .*|SET .*|)\n", "", text)


if __name__ == "__main__":
    main()
