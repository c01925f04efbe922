"""The line, kept in order, so that a decision looks at its first rows and not at everybody.

Rows that ask for the same are of one kind. What keeps the first of a kind from being taken by somebody keeps
all others of it too (except what stands between two people alone): time only ever loosens.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from beside.desk.routing import fit
from beside.desk.routing.crew import Crew
from beside.desk.routing.order import RULES, Rank, level, rank
from beside.desk.routing.rows import Rules, Taker, Waiting

_Place = tuple[bool, Rank]
_Kind = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Who is asked to take whom."""

    row: Waiting
    taker: Taker


class Line:
    """Everyone who waits. `run`: how many in danger were taken in a row while others had waited too long."""

    def __init__(self, rows: Iterable[Waiting] = (), rules: Rules = RULES, run: int = 0) -> None:
        self.rules = rules
        self.run = run
        self._rows: dict[int, tuple[Waiting, _Kind, _Place]] = {}
        self._order: list[_Place] = []
        self._calm: list[tuple[datetime, int]] = []
        self._ageing: list[tuple[datetime, int]] = []
        for row in rows:
            self.put(row)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Waiting]:
        return (row for row, _kind, _place in self._rows.values())

    def __contains__(self, number: int) -> bool:
        return number in self._rows

    def get(self, number: int) -> Waiting | None:
        """Somebody in line as they stand there, or None."""
        found = self._rows.get(number)
        return None if found is None else found[0]

    def put(self, row: Waiting) -> None:
        """Somebody joined, or something about them changed."""
        self._stand(row, row.joined_at)

    def drop(self, number: int) -> None:
        """Somebody left the line. Nothing happens for someone who was not in it."""
        if number in self._rows:
            row, _kind, place = self._rows.pop(number)
            del self._order[bisect_left(self._order, place)]
            if not row.in_danger:
                del self._calm[bisect_left(self._calm, (row.joined_at, number))]

    def taken(self, number: int, now: datetime) -> None:
        """Somebody was taken: they leave the line, and what comes of it for those who waited too long."""
        [row, _kind, _place] = self._rows[number]
        self.drop(number)
        self.run = self.run + 1 if row.in_danger and next(self._due(now), None) else 0

    def next_for(self, taker: Taker, crew: Crew, now: datetime) -> Waiting | None:
        """The first this person may take. Rows they let go come last; closed pages come after open ones."""

        def is_for_them(row: Waiting) -> bool:
            return fit.of_its_kind(taker, row, crew, now - row.joined_at, self.rules) is None

        def is_free(row: Waiting) -> bool:
            return fit.of_the_row(taker, row) is None

        return self._first(
            now, is_for_them, lambda row: is_free(row) and taker.id not in row.passed
        ) or self._first(now, is_for_them, is_free)

    def next_pair(self, crew: Crew, now: datetime) -> Pair | None:
        """The first who can be taken, and who is asked to take them. None when nobody can take anybody."""
        if not crew.anybody_free:
            return None
        row = self._first(
            now,
            lambda row: fit.is_for_anybody(row, crew, now - row.joined_at, self.rules),
            lambda row: self._taker_for(row, crew, now) is not None,
        )
        taker = None if row is None else self._taker_for(row, crew, now)
        return None if row is None or taker is None else Pair(row, taker)

    def _stand(self, row: Waiting, now: datetime) -> None:
        """Give a row its place, and look again when its level rises."""
        self.drop(row.id)
        place = (row.is_put_off, rank(row, now, self.rules))
        self._rows[row.id] = (row, _kind(row), place)
        insort(self._order, place)
        if not row.in_danger:
            insort(self._calm, (row.joined_at, row.id))
        steps = level(row, now, self.rules) - row.urgency + 1
        if level(row, row.joined_at + steps * self.rules.step, self.rules) == row.urgency + steps:
            heappush(self._ageing, (row.joined_at + steps * self.rules.step, row.id))

    def _rise(self, now: datetime) -> None:
        while self._ageing and self._ageing[0][0] <= now:
            [_when, number] = heappop(self._ageing)
            if number in self._rows:
                self._stand(self._rows[number][0], now)

    def _first(
        self, now: datetime, kind_may: Callable[[Waiting], bool], row_may: Callable[[Waiting], bool]
    ) -> Waiting | None:
        """The first row that is found, where a kind that may not be is looked at once."""
        if self.run >= self.rules.in_a_row:
            for row in self._due(now):
                if kind_may(row) and row_may(row):
                    return row
        refused: set[_Kind] = set()
        for row, kind in self._in_order(now):
            of_its_own = row.asked or row.blocked or row.passed
            if kind in refused and not of_its_own:
                continue
            if kind_may(row) and row_may(row):
                return row
            if not of_its_own:
                refused.add(kind)
        return None

    def _in_order(self, now: datetime) -> Iterator[tuple[Waiting, _Kind]]:
        self._rise(now)
        for _put_off, place in self._order:
            [row, kind, _place] = self._rows[place[-1]]
            yield row, kind

    def _due(self, now: datetime) -> Iterator[Waiting]:
        """Who has waited too long and is not in danger, the longest first."""
        for joined_at, number in self._calm:
            if now - joined_at < self.rules.due:
                return
            if not self._rows[number][0].away:
                yield self._rows[number][0]

    def _taker_for(self, row: Waiting, crew: Crew, now: datetime) -> Taker | None:
        """Who fits best; among those the one whose turn it is. Whoever let it go is not asked again."""
        if row.asked:
            return None
        enough, best, score = fit.most_suitable(row), None, -1
        for taker in crew.free():
            if taker.id in row.passed or fit.refusal(taker, row, crew, now, self.rules) is not None:
                continue
            here = fit.suits(taker, row)
            if here >= enough:
                return taker
            if here > score:
                best, score = taker, here
        return best


def next_for(
    taker: Taker,
    line: Iterable[Waiting],
    takers: Iterable[Taker] | Crew,
    now: datetime,
    run: int = 0,
    *,
    rules: Rules = RULES,
) -> Waiting | None:
    """`Line.next_for` for a line that is at hand only as rows."""
    return Line(line, rules, run).next_for(taker, Crew.of(takers), now)


def _kind(row: Waiting) -> _Kind:
    """What rows have in common that ask for the same."""
    return (
        row.urgency, row.front, row.away, row.service, row.language, row.minor, row.topic, row.tags, row.wish
    )  # fmt: skip
