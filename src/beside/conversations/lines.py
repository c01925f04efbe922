"""The log, folded into what a person sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from beside.conversations.drafts import SERVICE, Written
from beside.conversations.models import EntryKind, Seat, Side

_notices: dict[str, Any] = {}
_cards: dict[str, str] = {}


@dataclass(frozen=True)
class Line:
    """One visible line. `who` is a first name or a pseudonym; `danger` is filled for staff only."""

    position: int
    kind: str
    mine: bool
    who: str
    side: str
    words: str
    at: datetime
    client_id: str = ""
    card: str = ""
    edited: bool = False
    withdrawn: bool = False
    danger: int = 0
    signals: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Author:
    """Who sits behind a seat's number."""

    seat_id: int
    name: str
    side: str


def define_notice(key: str, text: Any) -> None:
    """Give a service line its words: a lazy translation with %(name)s places."""
    _notices[key] = text


def define_card(key: str, template: str) -> None:
    """Give a card the partial that shows it."""
    _cards[key] = template


def cards() -> Mapping[str, str]:
    """Every card there is, with its partial."""
    return _cards


def line_of(
    written: Written, payload: Mapping[str, Any], reader: Seat, authors: Mapping[str, Author]
) -> Line:
    """One entry as this reader sees it."""
    author = authors.get(written.author)
    mine = author is not None and author.seat_id == reader.pk
    danger = payload.get("danger") or {}
    for_staff = reader.side == Side.STAFF
    return Line(
        position=written.position,
        kind=written.kind,
        mine=mine,
        who=author.name if author else "",
        side=author.side if author else SERVICE,
        words=_words(payload),
        at=datetime.fromisoformat(payload["at"]),
        client_id=written.client_id if mine else "",
        card=payload.get("card", ""),
        danger=int(danger.get("level", 0)) if for_staff else 0,
        signals=tuple(danger.get("signals", ())) if for_staff else (),
        facts=payload.get("about") or {},
    )


def _words(payload: Mapping[str, Any]) -> str:
    notice = payload.get("notice")
    if notice:
        return str(_notices[notice]) % payload.get("facts", {}) if notice in _notices else ""
    return str(payload.get("words", ""))


def fold(lines: Sequence[Line], changes: Sequence[tuple[str, int, str]]) -> list[Line]:
    """Apply edits and withdrawals: (kind, target position, new words), in order."""
    by_position = {line.position: line for line in lines}
    for kind, target, words in changes:
        if target in by_position:
            by_position[target] = _changed(by_position[target], kind, words)
    return [by_position[line.position] for line in lines]


def _changed(line: Line, kind: str, words: str) -> Line:
    if kind == EntryKind.WITHDRAWN:
        return replace(line, words="", withdrawn=True)
    return replace(line, words=words, edited=True)


Opener = Callable[[Written], Mapping[str, Any]]
