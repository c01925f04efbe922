"""What a supervisor sees at one glance: who calls, which chats run, who waits and who could take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from beside.desk import levels
from beside.desk.levels import Level
from beside.desk.models import Chat, Request, Switchboard
from beside.desk.queries.board import Board, ChatRow, Colleague, Row, board_of
from beside.desk.queries.panes import shell
from beside.desk.queries.rail import spell
from beside.desk.queries.supervision import help_of, switchboard
from beside.people.models import Person
from beside.safety import kinds
from beside.safety import queries as alerts
from beside.safety.models import Alert

MANY, TIMES = 5, 2
"""Too much: at least so many wait, and more than so many for each place there is."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `who` is the made-up name it is about, `chat` the chat to open, if one runs."""

    id: int
    words: str
    level: Level
    since: datetime
    waited: str
    calls: int
    further: bool
    answered: str
    who: str
    chat: UUID | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page. `chosen` is the row of the line that is being handed out, `can` who can take them."""

    calls: Sequence[Call]
    chats: Sequence[dict[str, Any]]
    rows: Sequence[dict[str, Any]]
    chosen: int
    can: Sequence[Colleague]
    board: Switchboard | None
    too_much: bool

    @property
    def unanswered(self) -> int:
        """Calls that nobody has answered."""
        return sum(1 for call in self.calls if not call.answered)


def overview(person: Person, chosen: int = 0) -> Overview:
    """Everything for one supervisor at one moment."""
    now = board_of(person)
    return Overview(
        calls=calls_for(person),
        chats=sorted(map(_chat, [*now.others, *now.mine]), key=_order),
        rows=[_row(row) for row in now.rows],
        chosen=chosen,
        can=[one for one in now.colleagues if one.here and one.room],
        board=switchboard(),
        too_much=is_too_much(now),
    )


def calls_for(person: Person) -> list[Call]:
    """What waits for this person's answer, and what colleagues have answered and is not over."""
    found = alerts.alerts_for(person)
    talks = [one.conversation_id for one in found]
    running = set(
        Chat.objects.filter(conversation__in=talks, ended_at=None).values_list("conversation", flat=True)
    )
    names = dict(Request.objects.filter(conversation__in=talks).values_list("conversation", "person__name"))
    return [_call(one, names, running) for one in found]


def is_too_much(now: Board) -> bool:
    """Whether so many wait that a supervisor may want to hand out the line by hand."""
    places = sum(one.shift.slots for one in now.colleagues) + (now.shift.slots if now.shift else 0)
    return len(now.rows) >= MANY and len(now.rows) > TIMES * places


def _call(one: Alert, names: dict[Any, str], running: set[Any]) -> Call:
    return Call(
        id=one.pk,
        words=kinds.words(one.kind),
        level=levels.of(one.level),
        since=one.raised_at,
        waited=spell(one.raised_at),
        calls=one.calls,
        further=one.stage == 2,
        answered=one.acknowledged_by.name if one.acknowledged_by else "",
        who=names.get(one.conversation_id, ""),
        chat=one.conversation_id if one.conversation_id in running else None,
    )


def _row(row: Row) -> dict[str, Any]:
    return {
        "request": row.request,
        "name": row.name,
        "seed": row.seed,
        "reasons": row.reasons,
        "asked": row.asked,
        "late": row.late,
        "spell": spell(row.request.joined_at),
    }


def _chat(row: ChatRow) -> dict[str, Any]:
    return {**shell(row.chat), "help": help_of(row.chat), "lost": row.lost, "urgency": row.urgency}


def _order(chat: dict[str, Any]) -> tuple[bool, int, datetime]:
    """Hands first, then the gravest, then the longest."""
    return (not chat["hand"], -chat["urgency"], chat["since"])
