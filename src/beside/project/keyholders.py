"""Which rooms hold keys, and what the worker does about keys by itself."""

from collections.abc import Collection

from beside.conversations.models import Conversation
from beside.desk.models import WrapUp
from beside.journal import orphans, periodic, remains, rotation


def connect() -> None:
    """Say it to the journal. Twice is once."""
    orphans.look_after("conversation", _of_conversations)
    orphans.look_after("wrap-up", _of_notes)
    periodic.every(seconds=rotation.EVERY, name="keys.turn-over")(rotation.turn_over)
    periodic.every(seconds=remains.EVERY, name="keys.remains")(remains.sweep)
    periodic.every(seconds=orphans.EVERY, name="keys.orphans")(orphans.sweep)


def _of_conversations(numbers: Collection[int]) -> Collection[int]:
    return Conversation.objects.filter(key_id__in=numbers).values_list("key_id", flat=True)


def _of_notes(numbers: Collection[int]) -> Collection[int | None]:
    return WrapUp.objects.filter(key_id__in=numbers).values_list("key_id", flat=True)
