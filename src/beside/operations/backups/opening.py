"""Opening everything that is sealed, to know that it can be opened. Nothing of it is kept or shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from beside.conversations import queries as conversations
from beside.conversations.models import Conversation
from beside.desk.actions import note_of
from beside.desk.models import WrapUp
from beside.foundation.errors import Unavailable
from beside.journal import keys
from beside.journal.models import DataKey

T = TypeVar("T")
_MOST_NAMED = 20


@dataclass(frozen=True)
class Opened:
    """How many keys, entries and notes could be opened; which could not, by id (the first twenty)."""

    keys: int
    entries: int
    notes: int
    erased: int
    failed: tuple[str, ...]
    failures: int


def everything() -> Opened:
    """Try each data key, each entry of each conversation that was not erased, each note."""
    failed: list[str] = []
    opened_keys = sum(_tried(failed, f"key {pk}", _open_key, pk) for pk in _living_keys())
    entries = sum(_tried(failed, f"conversation {one.pk}", _open_log, one) for one in _kept())
    notes = sum(_tried(failed, f"note {one.pk}", _open_note, one) for one in _notes())
    erased = Conversation.objects.filter(erased_at__isnull=False).count()
    return Opened(opened_keys, entries, notes, erased, tuple(failed[:_MOST_NAMED]), len(failed))


def _tried(failed: list[str], name: str, attempt: Callable[[T], int], about: T) -> int:
    try:
        return attempt(about)
    except Unavailable:
        failed.append(name)
        return 0


def _living_keys() -> Iterator[int]:
    return DataKey.objects.filter(wrapped__isnull=False).values_list("pk", flat=True).iterator(1000)


def _open_key(key_id: int) -> int:
    return 1 if keys.get(key_id) else 0


def _kept() -> Iterator[Conversation]:
    return Conversation.objects.filter(erased_at__isnull=True).order_by("pk").iterator(200)


def _open_log(conversation: Conversation) -> int:
    """How many entries opened. One that does not fails the whole conversation, by name."""
    key = keys.get(conversation.key_id)
    written = conversations.written(conversation)
    for entry in written:
        entry.opened(key)
    if [entry.position for entry in written] != list(range(1, conversation.head + 1)):
        raise Unavailable(f"conversation {conversation.pk} has a gap")
    return len(written)


def _notes() -> Iterator[WrapUp]:
    return WrapUp.objects.filter(note__isnull=False, key_id__isnull=False).iterator(200)


def _open_note(record: WrapUp) -> int:
    note_of(record)
    return 1
