"""The log, opened, and folded into what a person sees."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import SERVICE, Written
from beside.conversations.models import EntryKind, Side

CHANGES = frozenset({EntryKind.EDITED, EntryKind.WITHDRAWN})
"""Kinds of entries that say something about an earlier one."""

_notices: dict[str, Any] = {
    "joined": _("%(who)s is here and has read what you wrote."),
    "joined.staff": _("%(who)s joined."),
    "left": _("%(who)s has left this chat."),
    "closed": _("This chat has ended."),
    "closed.erased": _("The person erased this conversation."),
    "closed.erased.seeker": _("You erased this conversation."),
}
_cards: dict[str, str] = {}


class Reader(Protocol):
    """Whose eyes an entry is opened for: a seat, or its place at a socket."""

    @property
    def pk(self) -> int:
        """The seat's number."""

    @property
    def side(self) -> str:
        """seeker or staff."""


class Author(msgspec.Struct, frozen=True):
    """Who sits behind a seat's number."""

    seat_id: int
    name: str
    side: str
    person_id: str


class Line(msgspec.Struct, frozen=True):
    """One visible line. `who` is a first name or a pseudonym; `danger` is filled for staff only."""

    position: int
    kind: str
    mine: bool
    author: Author | None
    words: str
    at: datetime
    client_id: str = ""
    card: str = ""
    edited: bool = False
    withdrawn: bool = False
    danger: int = 0
    signals: tuple[str, ...] = ()
    about: dict[str, Any] = {}

    @property
    def who(self) -> str:
        """The author's name, or nothing for the service."""
        return self.author.name if self.author else ""

    @property
    def template(self) -> str:
        """The partial that shows this line's card."""
        return _cards.get(self.card, "conversations/_no_card.html")

    @property
    def side(self) -> str:
        """seeker, staff or service."""
        return self.author.side if self.author else SERVICE


class Change(msgspec.Struct, frozen=True):
    """An edit or a withdrawal of an earlier line."""

    position: int
    kind: str
    target: int
    words: str


def define_notice(key: str, text: Any) -> None:
    """Give a service line its words: a lazy translation with %(name)s places."""
    _notices[key] = text


def define_card(key: str, template: str) -> None:
    """Give a card the partial that shows it."""
    _cards[key] = template


def cards() -> Mapping[str, str]:
    """Every card there is, with its partial."""
    return _cards


def opened(
    written: Written, payload: Mapping[str, Any], reader: Reader, authors: Mapping[str, Author]
) -> Line | Change:
    """One entry as this reader sees it: each side its own words and marks, each person what is theirs."""
    if written.kind in CHANGES:
        return Change(written.position, written.kind, int(payload["target"]), str(payload.get("words", "")))
    author = authors.get(written.author)
    mine = author is not None and author.seat_id == reader.pk
    danger = (payload.get("danger") or {}) if reader.side == Side.STAFF else {}
    return Line(
        position=written.position,
        kind=written.kind,
        mine=mine,
        author=author,
        words=_words(written.kind, payload, author, reader),
        at=datetime.fromisoformat(payload["at"]),
        client_id=written.client_id if mine else "",
        card=payload.get("card", ""),
        danger=int(danger.get("level", 0)),
        signals=tuple(danger.get("signals", ())),
        about=payload.get("about") or {},
    )


def _words(kind: str, payload: Mapping[str, Any], author: Author | None, reader: Reader) -> str:
    if kind == EntryKind.SAID:
        return str(payload.get("words", ""))
    key = payload.get("notice") or kind
    text = _notices.get(f"{key}.{reader.side}", _notices.get(key))
    if text is not None:
        return str(text) % {"who": author.name if author else "", **payload.get("facts", {})}
    return str(payload.get("words", ""))


def fold(seen: Sequence[Line | Change]) -> list[Line]:
    """The lines, with later edits and withdrawals among them applied in order."""
    by_position = {line.position: line for line in seen if isinstance(line, Line)}
    for change in seen:
        if isinstance(change, Change) and change.target in by_position:
            by_position[change.target] = _changed(by_position[change.target], change)
    return [by_position[position] for position in sorted(by_position)]


def _changed(line: Line, change: Change) -> Line:
    if line.withdrawn:  # what was taken back stays so
        return line
    if change.kind == EntryKind.WITHDRAWN:
        return msgspec.structs.replace(line, words="", withdrawn=True)
    return msgspec.structs.replace(line, words=change.words, edited=True)
