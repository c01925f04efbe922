"""Whose words came in a chat, from the log's rows, without opening one."""

from beside.conversations.models import Conversation, Entry, EntryKind
from beside.desk.models import Chat
from beside.desk.models.gaps import Gaps
from beside.desk.queries.course import seekers


def said_after(conversation: Conversation, position: int) -> list[tuple[int, bool]]:
    """(position, whether the person who came said it) of each line after this one, in order."""
    said = Entry.objects.filter(conversation=conversation, kind=EntryKind.SAID, position__gt=position)
    theirs = seekers([conversation.pk])
    return [
        (at, author in theirs) for at, author in said.order_by("position").values_list("position", "author")
    ]


def gaps_of(chat: Chat | None) -> dict[int, int]:
    """How often each length of waiting for an answer came, in seconds rounded up to ten."""
    counts = Gaps.objects.filter(chat=chat).values_list("counts", flat=True).first() if chat else None
    return {int(length): many for length, many in (counts or {}).items()}
