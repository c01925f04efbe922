"""Who waits, who could take them, and the times at which what was asked for is asked for less strictly."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

DANGER = 3
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Why(StrEnum):
    """Why a row stands where it stands, and what is missing for it."""

    SAID_NO = "said-no"
    SAID_UNSURE = "said-unsure"
    WORDS = "words"
    LISTENER_LOST = "listener-lost"
    WAITED = "waited"
    IN_TURN = "in-turn"
    NO_COUNSELLOR = "no-counsellor"
    NO_TRAINED = "no-trained"
    NOBODY_MAY = "nobody-may"
    NO_SPEAKER = "no-speaker"


class Refusal(StrEnum):
    """Why somebody may not take a row."""

    AWAY = "away"
    FULL = "full"
    SERVICE = "service"
    BLOCKED = "blocked"
    COOLING = "cooling"
    QUALIFICATION = "qualification"
    ENOUGH = "enough"
    LANGUAGE = "language"
    COUNSELLOR_FIRST = "counsellor-first"
    TRAINED_FIRST = "trained-first"
    WISH_FIRST = "wish-first"
    EXPERT_FIRST = "expert-first"
    TAKEN = "taken"


UNCOVERED = frozenset({Why.NO_COUNSELLOR, Why.NO_TRAINED, Why.NOBODY_MAY})
"""Reasons that say who is missing for a row. Supervisors are called for these."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The times of one service. Every one counts from when somebody joined the line.

    `certified_first`: danger, and people under age, wait for somebody free who is trained for them.
    `expert`: a topic, shared experience or wish waits for someone who has it. `any_language`: after it
    someone is better than no one. `step`: a level rises.
    `due`: so long is too long; then, after `in_a_row` people in danger, one who waited so long comes first.
    `again`, from the asking: whoever let somebody go is not asked about them again before. `fallback`: so
    long somebody in danger may be without an offer before others are called.
    """

    certified_first: timedelta = timedelta(seconds=60)
    expert: timedelta = timedelta(seconds=210)
    any_language: timedelta = timedelta(seconds=390)
    step: timedelta = timedelta(seconds=390)
    due: timedelta = timedelta(minutes=60)
    in_a_row: int = 10
    again: timedelta = timedelta(seconds=120)
    fallback: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom somebody would rather talk with. Empty parts are no wish."""

    role: str = ""
    gender: str = ""
    person: UUID | None = None

    def is_met_by(self, taker: "Taker") -> bool:
        """Whether this person is who was wished for."""
        if self.person is not None and taker.id != self.person:
            return False
        return self.role in ("", taker.role) and self.gender in ("", taker.gender)


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone in line. `answer`: yes, unsure, no. `asked`: an offer is open. `passed`: who let it go.

    `away`: their page has been closed for a while. The place is kept, and they are asked about last.
    `tags`: experience they would like shared. `blocked`: whom they do not want to meet again.
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
    service: int = 0
    topic: str = ""
    tags: frozenset[str] = frozenset()
    minor: bool = False
    wish: Wish = NO_WISH
    blocked: frozenset[UUID] = frozenset()

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
    """Someone on shift. `load` is the places already taken.

    `certified`: trained for danger, `for_minors`: for people under age; both come first for these. `most`:
    the highest urgency they may take at all; `minors`: whether people under age. `heavy`: room for another
    heavy chat in this shift. `asked`: an offer is open. `free_since`: who has rested longest is
    asked first. Without `services`, they take all.
    """

    id: UUID
    languages: frozenset[str]
    slots: int
    load: int = 0
    certified: bool = False
    away: bool = False
    cooling: bool = False
    services: frozenset[int] = frozenset()
    topics: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    role: str = ""
    gender: str = ""
    most: int = 4
    minors: bool = True
    for_minors: bool = False
    heavy: bool = True
    points: int = 0
    asked: bool = False
    free_since: datetime = field(default=_LONG_AGO)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the line with its level (urgency after ageing) and the reasons for its place."""

    waiting: Waiting
    level: int
    why: tuple[Why, ...]


def weight_of(urgency: int) -> int:
    """Places one chat takes at this urgency."""
    return 2 if urgency >= DANGER else 1
