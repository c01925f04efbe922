"""From the line and the crew to what one person's wait depends on. Pure: desk and simulator ask it alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from beside.desk import routing
from beside.desk.routing.crew import is_free
from beside.desk.routing.order import RULES, rank
from beside.desk.routing.rows import NO_WISH
from beside.desk.waits import Tonight

PATIENCE = 25.0
"""Minutes people wait at most, on average, until this desk knows better."""

CHAT = 20
"""Chats needed before they say how long a chat takes here."""

_WEIGHT_OF_PATIENCE = 5.0
_OF_HIGHER_LEVEL = 0.5


@dataclass(frozen=True, slots=True)
class Lately:
    """What happened lately, in minutes. `waits`: of those who were matched; `left`: of those who gave up.

    `chats`: how long places were taken; `came`: (urgency, language, service) of everybody of the last hour.
    """

    waits: tuple[float, ...] = ()
    left: tuple[float, ...] = ()
    chats: tuple[float, ...] = ()
    came: tuple[tuple[int, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """Who works: everybody here or soon back from a rest, and for how long each of their places is taken."""

    crew: Sequence[routing.Taker]
    ages: Mapping[UUID, Sequence[float]]
    now: datetime
    rules: routing.Rules = RULES


def tonight(
    me: routing.Waiting, line: Iterable[routing.Waiting], floor: Floor, lately: Lately, usual: float
) -> Tonight:
    """What this person's wait depends on. `usual`: how many minutes a chat is said to take.

    A language that nobody here speaks is looked after by anybody.
    """
    mine = [one for one in floor.crew if _takes(one, me.language, me.service)] or list(floor.crew)
    taken = [(one, min(one.slots, one.load)) for one in mine]
    resting = sum(one.slots - load for one, load in taken if one.away or one.cooling)
    shares, (held, having) = _Shares(mine, floor.crew), _asked_for(me, mine, floor)
    return Tonight(
        ahead=_ahead(me, line, shares, floor),
        places=sum(one.slots for one in mine) - resting,
        running=tuple(age for one, load in taken for age in _ages_of(floor.ages.get(one.id, ()), load)),
        waits=lately.waits,
        chat=_chat(lately.chats, usual),
        resting=resting,
        patience=_patience(lately),
        overtaking=_overtaking(me, lately.came, shares),
        needs=shares.weight if me.in_danger else 1.0,
        held=held,
        having=having,
    )


def _asked_for(
    me: routing.Waiting, mine: Sequence[routing.Taker], floor: Floor
) -> tuple[float, tuple[float, ...]]:
    """Minutes for which somebody who has what was asked for is waited for, though others are free; and how
    long the chats of those who have it run already. Nothing where one of them is free, or none is here.
    """
    left = (floor.rules.expert - (floor.now - me.joined_at)).total_seconds() / 60
    here = [one for one in mine if not one.away]
    asked = [(me.wish != NO_WISH, me.wish.is_met_by), (bool(me.topic or me.tags), _knows(me))]
    wanted = [fits for is_asked, fits in asked if is_asked and any(map(fits, here))]
    having = [one for one in here if all(fits(one) for fits in wanted)]
    if me.in_danger or left <= 0 or not wanted or any(map(is_free, having)):
        return 0.0, ()
    return left, tuple(age for one in having for age in _ages_of(floor.ages.get(one.id, ()), one.load))


def _knows(me: routing.Waiting) -> Callable[[routing.Taker], bool]:
    return lambda one: me.topic in one.topics or bool(me.tags & one.tags)


def _takes(taker: routing.Taker, language: str, service: int) -> bool:
    return language in taker.languages and (not (service and taker.services) or service in taker.services)


class _Shares:
    """Which part of somebody's demand falls on the places that are open to us."""

    def __init__(self, mine: Sequence[routing.Taker], crew: Sequence[routing.Taker]) -> None:
        self._mine = {one.id for one in mine}
        self._crew = crew
        self._known: dict[tuple[str, int], float] = {}
        slots = [min(2, one.slots) for one in mine]
        self.weight = sum(slots) / len(slots) if slots else 1.0

    def of(self, language: str, service: int) -> float:
        """From 0 to 1."""
        if (language, service) not in self._known:
            theirs = [one for one in self._crew if _takes(one, language, service)] or self._crew
            whole = sum(one.slots for one in theirs)
            both = sum(one.slots for one in theirs if one.id in self._mine)
            self._known[language, service] = both / whole if whole else 0.0
        return self._known[language, service]


def _ahead(me: routing.Waiting, line: Iterable[routing.Waiting], shares: _Shares, floor: Floor) -> float:
    """Everybody before us whom nobody is asked about yet; danger takes two places where there are two."""
    place = rank(me, floor.now, floor.rules)
    others = (row for row in line if row.id != me.id and not (row.asked or row.is_put_off))
    before = Counter(
        (row.language, row.service, row.in_danger)
        for row in others
        if rank(row, floor.now, floor.rules) < place
    )
    return sum(
        count * shares.of(language, service) * (shares.weight if danger else 1.0)
        for (language, service, danger), count in before.items()
    )


def _ages_of(known: Sequence[float], load: int) -> list[float]:
    """One for each place that is taken: what is not known has just begun; danger fills two with one chat."""
    if not known:
        return [0.0] * load
    return [known[min(number, len(known) - 1)] for number in range(load)]


def _chat(lately: Sequence[float], usual: float) -> float:
    """How long a place is taken: as lately, mixed with what is usual while that is little."""
    return round((sum(lately) + CHAT * usual) / (len(lately) + CHAT))


def _patience(lately: Lately) -> float:
    """Time waited by all for each who gave up: the likeliest mean of a patience cut short."""
    waited = sum(lately.waits) + sum(lately.left) + _WEIGHT_OF_PATIENCE * PATIENCE
    return waited / (len(lately.left) + _WEIGHT_OF_PATIENCE)


def _overtaking(me: routing.Waiting, came: Sequence[tuple[int, str, int]], shares: _Shares) -> float:
    """How many a minute would come later and stand before us, from those of the last hour."""
    total = 0.0
    for (urgency, language, service), count in Counter(came).items():
        if urgency >= routing.DANGER > me.urgency:
            total += count * shares.of(language, service) * shares.weight
        elif me.urgency < urgency < routing.DANGER or (me.in_danger and urgency > me.urgency):
            total += count * shares.of(language, service) * _OF_HIGHER_LEVEL
    return total / 60
