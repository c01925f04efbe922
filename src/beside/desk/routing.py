"""Who is next, and who may take them. Pure: no tables, and the time is passed in.

The live desk and, later, the simulator run this same code. Order of the line: danger (urgency 3 and 4) before
everyone, then those whose listener was lost, then the rest; inside each by level, then by waiting time.
A level rises by one every `AGEING`, so nobody below danger is ever passed by someone who came more than two
such steps later: the line cannot starve anyone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

DANGER = 3
AGEING = timedelta(seconds=390)
CERTIFIED_FIRST = timedelta(seconds=60)
ANY_LANGUAGE = timedelta(seconds=390)
MOST_SLOTS = 3


class Why(StrEnum):
    """Why a row stands where it stands, and what is missing for it."""

    SAID_NO = "said-no"
    SAID_UNSURE = "said-unsure"
    WORDS = "words"
    LISTENER_LOST = "listener-lost"
    WAITED = "waited"
    IN_TURN = "in-turn"
    NO_COUNSELLOR = "no-counsellor"
    NO_SPEAKER = "no-speaker"


class Refusal(StrEnum):
    """Why somebody may not take a row."""

    AWAY = "away"
    FULL = "full"
    LANGUAGE = "language"
    COUNSELLOR_FIRST = "counsellor-first"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone in line. `answer`: yes, unsure, no. `asked`: an offer is open. `passed`: who let it go.

    `away`: their page has been closed for a while. The place is kept, and they are asked about last.
    """

    id: int
    urgency: int
    language: str
    joined_at: datetime
    answer: str = "yes"
    signals: bool = False
    front: bool = False
    asked: bool = False
    away: bool = False
    passed: frozenset[UUID] = frozenset()

    @property
    def in_danger(self) -> bool:
        """Urgency 3 or 4."""
        return self.urgency >= DANGER

    @property
    def is_put_off(self) -> bool:
        """Whether others may be asked about first because nobody looks at the page."""
        return self.away and not self.in_danger

    @property
    def weight(self) -> int:
        """How many places this chat takes: danger takes two."""
        return weight_of(self.urgency)


@dataclass(frozen=True, slots=True)
class Taker:
    """Someone on shift. `load` is the places already taken; `certified` a counsellor or supervisor."""

    id: UUID
    languages: frozenset[str]
    slots: int
    load: int = 0
    certified: bool = False
    away: bool = False

    def has_room(self, weight: int) -> bool:
        """Whether one more chat fits. With nothing else running, any one chat does."""
        return self.load == 0 or self.load + weight <= min(self.slots, MOST_SLOTS)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the line with its level (urgency after ageing) and the reasons for its place."""

    waiting: Waiting
    level: int
    why: tuple[Why, ...]


def weight_of(urgency: int) -> int:
    """Places one chat takes at this urgency."""
    return 2 if urgency >= DANGER else 1


def level(waiting: Waiting, now: datetime) -> int:
    """Urgency after ageing: rises step by step to 2, or, in danger, to 4."""
    steps = max(0, int((now - waiting.joined_at) / AGEING))
    return max(waiting.urgency, min(4 if waiting.in_danger else 2, waiting.urgency + steps))


def order(line: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """The line, first one first."""
    return sorted(line, key=lambda waiting: _rank(waiting, now))


def placed(line: Iterable[Waiting], takers: Sequence[Taker], now: datetime) -> list[Placed]:
    """The line in order, each row with its level and reasons."""
    return [Placed(row, level(row, now), tuple(_reasons(row, takers, now))) for row in order(line, now)]


def next_for(taker: Taker, line: Iterable[Waiting], takers: Sequence[Taker], now: datetime) -> Waiting | None:
    """The first row this person may take. Rows they let go come last, and so do people whose page is closed.

    Danger is never put off for a closed page.
    """
    open_to_them = [row for row in order(line, now) if refusal(taker, row, takers, now) is None]
    return min(open_to_them, key=lambda row: (taker.id in row.passed, row.is_put_off), default=None)


def refusal(taker: Taker, row: Waiting, takers: Sequence[Taker], now: datetime) -> Refusal | None:
    """Why this person may not take this row, or None when they may."""
    if row.asked:
        return Refusal.TAKEN
    if taker.away:
        return Refusal.AWAY
    if not taker.has_room(row.weight):
        return Refusal.FULL
    if row.language not in taker.languages and not _any_language(row, takers, now):
        return Refusal.LANGUAGE
    if row.in_danger and not taker.certified and not _any_listener(row, takers, now):
        return Refusal.COUNSELLOR_FIRST
    return None


def _rank(row: Waiting, now: datetime) -> tuple[int, int, int, datetime, int]:
    band = 0 if row.in_danger else 1 if row.front else 2
    return (band, -level(row, now), 0 if row.front else 1, row.joined_at, row.id)


def _any_language(row: Waiting, takers: Sequence[Taker], now: datetime) -> bool:
    """Nobody here speaks it, and it is danger or has waited long: someone is better than no one."""
    return not _spoken(row, takers) and (row.in_danger or now - row.joined_at >= ANY_LANGUAGE)


def _any_listener(row: Waiting, takers: Sequence[Taker], now: datetime) -> bool:
    """Danger never starves: without a free counsellor, or after a minute, a listener may take it."""
    return not _certified_free(row, takers) or now - row.joined_at >= CERTIFIED_FIRST


def _spoken(row: Waiting, takers: Sequence[Taker]) -> bool:
    return any(row.language in taker.languages for taker in takers if not taker.away)


def _certified_free(row: Waiting, takers: Sequence[Taker]) -> bool:
    spoken = _spoken(row, takers)
    return any(
        taker.certified
        and not taker.away
        and taker.has_room(row.weight)
        and (not spoken or row.language in taker.languages)
        for taker in takers
    )


def _reasons(row: Waiting, takers: Sequence[Taker], now: datetime) -> Iterable[Why]:
    if row.front:
        yield Why.LISTENER_LOST
    if row.answer == "no":
        yield Why.SAID_NO
    elif row.answer == "unsure":
        yield Why.SAID_UNSURE
    if row.signals:
        yield Why.WORDS
    if level(row, now) > row.urgency:
        yield Why.WAITED
    elif not (row.front or row.signals or row.answer != "yes"):
        yield Why.IN_TURN
    if row.in_danger and not _certified_free(row, takers):
        yield Why.NO_COUNSELLOR
    if not _spoken(row, takers):
        yield Why.NO_SPEAKER
