"""What the proofs about keys do inside an installation: `python -m proofs.sealed WHAT …`, printing JSON.

With `PROOF_BREAKS` in the environment the product is broken first, as one negative control wants it.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django

BREAKS = os.environ.pop("PROOF_BREAKS", "")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.db import transaction

from beside.conversations import actions, writer
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation, Entry, Kind
from beside.desk.actions import after
from beside.desk.models import Chat, Request, WrapUp
from beside.foundation import clock, vault
from beside.foundation.errors import DomainError, Unavailable
from beside.journal import epochs, keys, remains, rotation
from beside.journal.models import DataKey, KeyEpoch
from beside.operations import asked
from beside.people.actions import welcome
from beside.people.models import Person
from beside.project import schema
from proofs import unsealed
from proofs.planted import phrases


def plant(seed: str, many: str, people: str) -> None:
    """Have so many people say so many phrases, with an edit and a listener's note for each of them."""
    schema.bring_up_to_date()
    said = phrases(int(seed), int(many))
    everyone = [_someone() for _ in range(int(people))]
    waiting = []
    for number, words in enumerate(said):
        seat = everyone[number % len(everyone)]
        waiting.append(actions.say(seat=seat, words=words, client_id=f"s{number}"))
    for each in waiting:
        each.result(60)
    for number, seat in enumerate(everyone):
        actions.edit(seat=seat, position=1, words=said[-1 - number], client_id="e").result(60)
        _note(seat.conversation, seat.person, said[number])
    writer.stop()
    chats = [str(seat.conversation_id) for seat in everyone]
    print(json.dumps({"chats": chats, "people": [str(seat.person_id) for seat in everyone]}))


def swaps(seed: str) -> None:
    """Put every sealed thing where another one was, way by way, and print how many of each way opened."""
    chance = random.Random(seed)
    rows = list(Entry.objects.order_by("conversation_id", "position").select_related("conversation"))
    notes = list(WrapUp.objects.exclude(note=None))
    ways: dict[str, tuple[int, int]] = {
        "as they are": _opened(rows, [bytes(row.sealed) for row in rows]),
        "moved to the next line of a chat": _opened(rows, _next([bytes(row.sealed) for row in rows])),
        "moved anywhere": _opened(rows, _shuffled([bytes(row.sealed) for row in rows], chance)),
        "with the whole key number": _with_keys(rows, chance),
        "the first wording in the place of the edit": _rolled_back(rows),
        "one bit turned": _opened(rows, [_bit(bytes(row.sealed), chance) for row in rows]),
        "notes moved": _notes(notes, _next([(row.key_id, bytes(row.note or b"")) for row in notes])),
        "wrapped keys moved": _wrapped(),
    }
    print(json.dumps(ways))


def older_notes() -> None:
    """Write every note anew, put the older wording back with its key, and print how many opened."""
    notes = list(WrapUp.objects.exclude(note=None).select_related("chat", "author"))
    old = [(row.key_id, bytes(row.note or b"")) for row in notes]
    for row in notes:
        _note(row.chat.conversation, row.author, "another wording altogether")
    print(json.dumps(_notes(notes, old)))


def erase(*people: str) -> None:
    """Erase these people, and empty what can be emptied. Prints the wrapped keys that they had, in hex."""
    numbers = Conversation.objects.filter(seats__person_id__in=people).values_list("key_id", flat=True)
    wrapped = [bytes(row.wrapped or b"").hex() for row in DataKey.objects.filter(pk__in=list(numbers))]
    for person in people:
        asked.erase_person.func(person)
    remains.empty_log()
    remains.tidy_key_store()
    print(json.dumps(wrapped))


def readable() -> None:
    """Try every line and every note with every key there is; print how many lines of which chat open."""
    found: dict[str, list[int]] = {}
    every = [key for key in (_key_or_none(row.pk) for row in DataKey.objects.all()) if key]
    for row in Entry.objects.order_by("conversation_id", "position").select_related("conversation"):
        counts = found.setdefault(str(row.conversation_id), [0, 0])
        counts[0] += 1
        counts[1] += any(_opens(row, bytes(row.sealed), key) for key in _candidates(row, every))
    print(json.dumps(found))


def more_keys(many: str) -> None:
    """Make so many keys more. Prints the epochs' keys, in hex: what somebody may have carried away then."""
    with transaction.atomic(using=epochs.STORE):
        for number in range(int(many)):
            keys.make("proof", f"{number}")
    print(json.dumps([epochs.key(row.number).hex() for row in epochs.living()]))


def opened_by(*stolen: str) -> None:
    """Try these epoch keys on every wrapped key, under every epoch's number; print what opens."""
    rows = list(DataKey.objects.filter(destroyed_at=None))
    numbers = KeyEpoch.objects.values_list("number", flat=True)
    opens = sum(
        _unwraps(row, bytes.fromhex(key), number) for row in rows for key in stolen for number in numbers
    )
    print(json.dumps({"opened": opens, "living": len(rows), "fail": sum(not _get(row.pk) for row in rows)}))


def keep_old_epochs() -> None:
    """Rotate as somebody would who forgets to destroy the old epoch's key."""
    with transaction.atomic(using=epochs.STORE):
        epochs.begin()
    print(json.dumps(len(epochs.living())))


def end_too_early() -> None:
    """Rotate as somebody would who destroys the old epoch's key when the new one is there."""
    with transaction.atomic(using=epochs.STORE):
        newest = epochs.begin()
    KeyEpoch.objects.exclude(pk=newest).update(wrapped=None, ended_at=clock.now())
    print(json.dumps(newest))


def waiting() -> None:
    """Print how a rotation stands."""
    print(json.dumps(rotation.state()._asdict()))


def _someone() -> Any:
    person, _visit, _token = welcome(language="en")
    chat = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=person)
    return chat.seats.select_related("person", "conversation").get(person=person)


def _note(conversation: Conversation, author: Person, words: str) -> None:
    now = clock.now()
    about = {
        "person": author,
        "language": "en",
        "answer": "yes",
        "joined_at": now,
        "seen_at": now,
        "state": "ended",
    }
    request, _made = Request.objects.get_or_create(conversation=conversation, defaults=about)
    held = {"request": request, "listener": author, "accepted_at": now, "ends_at": now}
    chat, _made = Chat.objects.get_or_create(conversation=conversation, defaults=held)
    after.draft_wrap_up(chat=chat, actor=author, note=words)


def _opened(rows: list[Entry], sealed: list[bytes]) -> tuple[int, int]:
    keys_of = {row.conversation_id: keys.get(row.conversation.key_id) for row in rows}
    pairs = zip(rows, sealed, strict=True)
    return len(rows), sum(_opens(row, each, keys_of[row.conversation_id]) for row, each in pairs)


def _opens(row: Entry, sealed: bytes, key: bytes) -> bool:
    row.sealed = sealed
    try:
        return bool(Written.of(row, row.conversation.key_id).opened(key))
    except DomainError:
        return False


def _with_keys(rows: list[Entry], chance: random.Random) -> tuple[int, int]:
    """The payload and the number of its key together, as somebody would move them who knows the tables."""
    found = _shuffled([(row.conversation.key_id, bytes(row.sealed)) for row in rows], chance)
    opened = 0
    for row, (key_id, sealed) in zip(rows, found, strict=True):
        own, row.conversation.key_id = row.conversation.key_id, key_id
        opened += _opens(row, sealed, keys.get(key_id))
        row.conversation.key_id = own
    return len(rows), opened


def _rolled_back(rows: list[Entry]) -> tuple[int, int]:
    first = {row.conversation_id: bytes(row.sealed) for row in reversed(rows)}
    edits = [row for row in rows if row.kind == "edited"]
    return _opened(edits, [first[row.conversation_id] for row in edits])


def _notes(rows: list[WrapUp], values: list[Any]) -> tuple[int, int]:
    opened = 0
    for row, (key_id, note) in zip(rows, values, strict=True):
        row.key_id, row.note = key_id, note
        with suppress(Unavailable):
            opened += bool(after.note_of(row))
    return len(rows), opened


def _wrapped() -> tuple[int, int]:
    rows = list(DataKey.objects.filter(destroyed_at=None))
    moved = _next([row.wrapped for row in rows])
    opened = 0
    for row, wrapped in zip(rows, moved, strict=True):
        row.wrapped = wrapped
        with suppress(Unavailable):
            opened += bool(epochs.opened(row))
    return len(rows), opened


def _unwraps(row: DataKey, key: bytes, number: int) -> bool:
    try:
        vault.unseal(key, bytes(row.wrapped or b""), epochs.about_key(row.kind, row.object_id, number))
    except Unavailable:
        return False
    return True


def _get(number: int) -> bytes | None:
    keys.forget(number)
    return _key_or_none(number)


def _key_or_none(number: int) -> bytes | None:
    try:
        return keys.get(number)
    except Unavailable:
        return None


def _candidates(row: Entry, every: list[bytes]) -> list[bytes]:
    """Its own key when there is one; else every key of the house is tried."""
    own = _key_or_none(row.conversation.key_id)
    return [own] if own else every


def _next(values: list[Any]) -> list[Any]:
    return values[1:] + values[:1]


def _shuffled(values: list[Any], chance: random.Random) -> list[Any]:
    """In another order, none in its own place."""
    turn = chance.randrange(1, len(values))
    return values[turn:] + values[:turn]


def _bit(sealed: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(sealed))
    return sealed[:place] + bytes([sealed[place] ^ (1 << chance.randrange(8))]) + sealed[place + 1 :]


COMMANDS: dict[str, Callable[..., None]] = {
    each.__name__: each
    for each in (
        plant,
        swaps,
        older_notes,
        erase,
        readable,
        more_keys,
        opened_by,
        keep_old_epochs,
        end_too_early,
        waiting,
    )
}

if __name__ == "__main__":
    if BREAKS:
        unsealed.BREAKAGES[BREAKS]()
    COMMANDS[sys.argv[1]](*sys.argv[2:])
