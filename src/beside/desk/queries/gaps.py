"""Whose words came in a chat, from the log's rows, without opening one."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F

from beside.conversations.models import Entry, EntryKind
from beside.desk.models import Chat
from beside.desk.models.gaps import Gaps
from beside.desk.queries.course import seekers


def said_lately(chats: Sequence[int]) -> dict[int, list[tuple[int, bool]]]:
    """For each chat with lines that are not counted yet: (position, whether the person who came said it)."""
    said = Entry.objects.filter(conversation__chat__in=chats, kind=EntryKind.SAID)
    fresh = said.filter(position__gt=F("conversation__chat__gaps__upto")).order_by("position")
    rows = list(fresh.values_list("conversation__chat", "conversation", "position", "author"))
    theirs = seekers({conversation for _chat, conversation, _at, _author in rows})
    found: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    for chat, _conversation, at, author in rows:
        found[chat].append((at, author in theirs))
    return dict(found)


def gaps_of(chat: Chat | None) -> dict[int, int]:
    """How often each length of waiting for an answer came, in seconds rounded up to ten."""
    counts = Gaps.objects.filter(chat=chat).values_list("counts", flat=True).first() if chat else None
    return {int(length): many for length, many in (counts or {}).items()}
