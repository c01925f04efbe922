"""Everyone on shift, counted by what they can do, so that a question about all of them costs one look."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from beside.desk.routing.rows import Taker, Waiting

MOST_SLOTS = 3

Fact = tuple[Any, ...]
_Place = tuple[int, int, datetime, UUID]


def has_room(taker: Taker, weight: int) -> bool:
    """Whether one more chat fits. With nothing else running, any one chat does."""
    return taker.load == 0 or taker.load + weight <= min(taker.slots, MOST_SLOTS)


class Crew:
    """People on shift. Those who could take somebody stand in the order in which they are asked:

    who carries least, who has had the least that weighs, who has rested longest.
    """

    def __init__(self, takers: Iterable[Taker] = ()) -> None:
        self._all: dict[UUID, Taker] = {}
        self._facts: Counter[Fact] = Counter()
        self._free: defaultdict[str | None, list[_Place]] = defaultdict(list)
        for taker in takers:
            self.put(taker)

    @classmethod
    def of(cls, takers: "Iterable[Taker] | Crew") -> "Crew":
        """The same crew, or one made of these people."""
        return takers if isinstance(takers, Crew) else cls(takers)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Taker]:
        return iter(self._all.values())

    def __getitem__(self, who: UUID) -> Taker:
        return self._all[who]

    def put(self, taker: Taker) -> None:
        """Somebody came, or something about them changed."""
        self.drop(taker.id)
        self._all[taker.id] = taker
        self._facts.update(_facts_of(taker))
        if is_free(taker):
            for language in (None, *taker.languages):
                insort(self._free[language], _place_of(taker))

    def drop(self, who: UUID) -> None:
        """Somebody left. Nothing happens for someone who was not there."""
        taker = self._all.pop(who, None)
        if taker is None:
            return
        self._facts.subtract(_facts_of(taker))
        if is_free(taker):
            for language in (None, *taker.languages):
                held = self._free[language]
                del held[bisect_left(held, _place_of(taker))]

    def free(self, language: str | None = None) -> Iterator[Taker]:
        """Who has room and is not away (and speaks a language), in the order in which they are asked."""
        return (self._all[place[-1]] for place in self._free.get(language, ()))

    @property
    def anybody_free(self) -> bool:
        """Whether anybody could take anything."""
        return bool(self._free[None])

    def speaks(self, language: str) -> bool:
        """Whether anybody who is not away speaks it."""
        return self._facts["speaks", language] > 0

    def has_room_in(self, language: str, weight: int) -> bool:
        """Whether anybody has so many places for a chat, in this language if anybody speaks it."""
        return self._facts["free", weight, language if self.speaks(language) else None] > 0

    def has_certified(self, row: Waiting) -> bool:
        """Whether somebody trained for danger has room for this row, in its language if anybody speaks it."""
        return self._has(("certified", row.weight, row.language if self.speaks(row.language) else None), row)

    def has_for_minors(self, row: Waiting) -> bool:
        """The same for who is trained for people under age."""
        return self._has(("minors", row.weight, row.language if self.speaks(row.language) else None), row)

    def anybody_may(self, row: Waiting) -> bool:
        """Whether anybody who is not away may take this row at all, busy or not, whatever they speak."""
        return any(not one.away and is_allowed(one, row) for one in self._all.values())

    def has_expert(self, row: Waiting) -> bool:
        """Whether somebody who is not away knows the topic or shares the experience, in the language."""
        asked = [("topic", row.topic, row.language), *(("tag", tag, row.language) for tag in row.tags)]
        return any(self._has(fact, row) for fact in asked)

    def has_wished(self, row: Waiting) -> bool:
        """Whether somebody like the one wished for is here and not away."""
        wish = row.wish
        if wish.person is not None:
            wished = self._all.get(wish.person)
            return wished is not None and not wished.away and wished.id not in row.passed | row.blocked
        return self._has(("wish", wish.role, wish.gender, row.language), row)

    def _has(self, fact: Fact, row: Waiting) -> bool:
        """Whether it is true of anybody but those who let this row go: nobody waits for who will not come."""
        gone = (self._all[who] for who in row.passed | row.blocked if who in self._all)
        return self._facts[fact] > sum(fact in _facts_of(one) for one in gone)


def is_allowed(taker: Taker, row: Waiting) -> bool:
    """Whether this person may take somebody in so much danger, and of this age."""
    return row.urgency <= taker.most and (taker.minors or not row.minor)


def is_free(taker: Taker) -> bool:
    """Whether this person could take anything now."""
    return not (taker.away or taker.cooling or taker.asked) and has_room(taker, 1)


def _place_of(taker: Taker) -> _Place:
    return (taker.load, taker.points, taker.free_since, taker.id)


def _facts_of(taker: Taker) -> list[Fact]:
    """What counts about somebody who is not away. A language of None stands for any."""
    if taker.away:
        return []
    facts: list[Fact] = [("speaks", language) for language in taker.languages]
    sure = taker.certified and taker.heavy  # who has had enough keeps no listener from danger
    for weight in (1, 2):
        if has_room(taker, weight) and not (taker.cooling or taker.asked):
            facts += [("free", weight, each) for each in (*taker.languages, None)]
            facts += [("certified", weight, each) for each in (*taker.languages, None) if sure]
            facts += [("minors", weight, each) for each in (*taker.languages, None) if taker.for_minors]
    for language in taker.languages:
        facts += [("topic", topic, language) for topic in taker.topics]
        facts += [("tag", tag, language) for tag in taker.tags]
        facts += [("wish", role, gender, language) for role, gender in _wishes(taker)]
    return facts


def _wishes(taker: Taker) -> set[tuple[str, str]]:
    return {(role, gender) for role in ("", taker.role) for gender in ("", taker.gender)}
