"""Opening many views of logs at once, and catching up in them: a few questions for all who ask together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import Written
from beside.conversations.lines import Author, Change, Line, opened
from beside.conversations.models import Entry, Seat, Voice
from beside.conversations.places import Place
from beside.conversations.seats import readable
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.journal import keys

ENTRIES_TOGETHER = 2000
"""Who missed so much that the answers together would be larger is answered alone."""

_OF_A_PLACE = (
    "pk",
    "conversation_id",
    "conversation__key_id",
    "side",
    "person__name",
    "conversation__language",
    "voice",
)


class Ask(NamedTuple):
    """What a seat asks: everything after a position, in the language of the reader."""

    seat_id: int
    after: int
    language: str


class Log(NamedTuple):
    """The answer. `seen` is how far the people on the other side have read; `here` are those with a page."""

    authors: dict[str, Author]
    lines: list[Line | Change]
    head: int
    seen: int
    here: list[str]


class _Row(NamedTuple):
    pk: int
    side: str
    conversation_id: UUID
    key_id: int
    head: int


class _Beside(NamedTuple):
    pk: int
    conversation_id: UUID
    person_id: UUID
    name: str
    side: str
    voice: str
    read_upto: int


_Entries = Mapping[UUID, list[Written]]
_Seats = Mapping[UUID, list[_Beside]]


def places(asked: Sequence[tuple[UUID, UUID]]) -> list[Place | Exception]:
    """The place of each person in a conversation of theirs. A miss is NotForYou, and says no more."""
    seats = readable().filter(
        person__in={person for person, _log in asked}, conversation__in={log for _person, log in asked}
    )
    rows = seats.values_list("person_id", *_OF_A_PLACE)
    found = {(row[0], row[2]): Place(*row[1:]) for row in rows}
    return [found.get(one) or NotForYou() for one in asked]


def logs(asked: Sequence[Ask]) -> list[Log | Exception | None]:
    """What each of these seats asks for. NotForYou where it may not read any more; None: ask `log` alone."""
    rows = _rows(asked)
    together = [one for one in asked if one.seat_id in rows]
    left = ENTRIES_TOGETHER
    short = set()
    for one in together:
        gap = max(0, rows[one.seat_id].head - one.after)
        if gap <= left:
            left -= gap
            short.add(one)
    return _answers(asked, rows, short)


def log(one: Ask) -> Log:
    """The same for a seat alone, however long. Raises NotForYou, and Unavailable without the key."""
    rows = _rows([one])
    [answer] = _answers([one], rows, {one} if rows else set())
    if isinstance(answer, Log):
        return answer
    raise answer or NotForYou()


def _rows(asked: Iterable[Ask]) -> dict[int, _Row]:
    """The seats among them that may read now."""
    seats = readable().filter(pk__in={one.seat_id for one in asked})
    rows = seats.values_list("pk", "side", "conversation_id", "conversation__key_id", "conversation__head")
    return {row[0]: _Row._make(row) for row in rows}


def _answers(asked: Sequence[Ask], rows: Mapping[int, _Row], short: set[Ask]) -> list[Log | Exception | None]:
    ours = [rows[one.seat_id] for one in short]
    keys.recall({row.key_id for row in ours})
    seats = _seats({row.conversation_id for row in ours})
    entries = _entries([one for one in short if rows[one.seat_id].head > one.after], rows)
    answers: list[Log | Exception | None] = []
    for one in asked:
        row = rows.get(one.seat_id)
        if row is None:
            answers.append(NotForYou(_("You are no longer part of this conversation.")))
        else:
            answers.append(_answer(one, row, entries, seats) if one in short else None)
    return answers


def _answer(one: Ask, row: _Row, entries: _Entries, seats: _Seats) -> Log | Exception:
    """One that cannot be opened is nobody else's trouble."""
    beside = seats.get(row.conversation_id, [])
    others = [each for each in beside if each.pk != one.seat_id and each.voice != Voice.NONE]
    authors = {str(each.pk): Author(each.pk, each.name, each.side, str(each.person_id)) for each in beside}
    try:
        lines = _opened(one, row, entries.get(row.conversation_id, []), authors)
    except Exception as error:
        return error
    return Log(
        authors=authors,
        lines=lines,
        head=row.head,
        seen=max((each.read_upto for each in others if each.voice == Voice.SPEAKS), default=0),
        here=[each.name for each in others if each.voice == Voice.SPEAKS and presence.here(each.person_id)],
    )


def _opened(
    one: Ask, row: _Row, entries: Iterable[Written], authors: Mapping[str, Author]
) -> list[Line | Change]:
    key = keys.get(row.key_id)
    with translation.override(one.language):
        return [
            opened(entry, entry.opened(key), row, authors) for entry in entries if entry.position > one.after
        ]


def _seats(conversations: set[UUID]) -> _Seats:
    rows = Seat.objects.filter(conversation__in=conversations).values_list(
        "pk", "conversation_id", "person_id", "person__name", "side", "voice", "read_upto"
    )
    found: defaultdict[UUID, list[_Beside]] = defaultdict(list)
    for row in rows:
        found[row[1]].append(_Beside._make(row))
    return found


def _entries(behind: Sequence[Ask], rows: Mapping[int, _Row]) -> _Entries:
    """The rows after the earliest position asked for in each log, in order."""
    after: dict[UUID, int] = {}
    for one in behind:
        conversation = rows[one.seat_id].conversation_id
        after[conversation] = min(one.after, after.get(conversation, one.after))
    found: defaultdict[UUID, list[Written]] = defaultdict(list)
    if not after:
        return found
    wanted = Q()
    for conversation, position in after.items():
        wanted |= Q(conversation=conversation, position__gt=position)
    key_of = {row.conversation_id: row.key_id for row in rows.values()}
    columns = (
        Entry.objects.filter(wanted)
        .order_by("position")
        .values_list("conversation_id", "position", "kind", "author", "client_id", "sealed")
    )
    for conversation, position, kind, author, client_id, sealed in columns:
        found[conversation].append(
            Written(conversation, position, kind, author, client_id, key_of[conversation], bytes(sealed))
        )
    return found
