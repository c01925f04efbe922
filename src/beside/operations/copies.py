"""What a person can take along: everything kept about them that they may read, their own chats among it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from beside.conversations.holdings import seeker_seats
from beside.conversations.lines import Line
from beside.conversations.models import Seat, Voice
from beside.conversations.queries import lines
from beside.foundation import clock
from beside.foundation.holdings import Holding
from beside.operations import holdings
from beside.people.models import Person

FOR_STAFF = frozenset({"level", "signals", "task", "about"})
"""Facts that are not for the person: how urgent a machine read them (product.md), and the house's own
numbers.
"""


@dataclass(frozen=True)
class Kept:
    """A holding as a page lays it out. `until` is a sentence, or the moment or the day has its own."""

    holding: Holding
    until: str = ""
    moment: datetime | None = None
    day: date | None = None


def kept(person: Person) -> list[Kept]:
    """What is kept, the chats first, what says least last."""
    order = ("conversations", "people", "desk", "safety", "journal", "operations")
    told = holdings.of(person)
    rooms = [*order, *sorted(set(told) - set(order))]
    return [_laid_out(one) for room in rooms for one in told.get(room, [])]


def readable(person: Person) -> list[Seat]:
    """The seats through which a person may still read their chats, newest first."""
    seats = [seat for seat in seeker_seats(person) if seat.conversation.erased_at is None]
    return [seat for seat in seats if seat.voice != Voice.NONE]


def whole(person: Person) -> dict[str, Any]:
    """Everything for the download. A seeker's lines carry no mark of danger and nothing of the backstage."""
    chats = [{"opened": seat.conversation.opened_on, "lines": lines(seat)} for seat in readable(person)]
    return {"person": person, "kept": kept(person), "chats": chats, "made": clock.now()}


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "made": facts["made"].isoformat(),
        "name": facts["person"].name,
        "kept": [_plain(one.holding) for one in facts["kept"]],
        "chats": [
            {"opened": f"{chat['opened']}", "lines": [_line(line) for line in chat["lines"]]}
            for chat in facts["chats"]
        ],
    }


def _laid_out(given: Holding) -> Kept:
    own = [
        {name: fact for name, fact in row.items() if fact and name not in FOR_STAFF} for row in given.detail
    ]
    holding = replace(given, detail=own)
    if isinstance(holding.until, datetime):
        return Kept(holding, moment=holding.until)
    if isinstance(holding.until, date):
        return Kept(holding, day=holding.until)
    return Kept(holding, until=holding.until or "")


def _plain(holding: Holding) -> dict[str, Any]:
    return {
        "what": str(holding.what),
        "until": str(holding.until or ""),
        "rows": holding.rows,
        "detail": holding.detail,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "who": "you" if line.mine else line.who,
        "kind": line.kind,
        "words": line.words,
    }
