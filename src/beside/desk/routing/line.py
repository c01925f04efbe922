"""The line, kept in order, so that a decision looks at its first rows and not at everybody.

Rows that ask for the same are of one kind. What keeps the first of a kind from being taken by somebody keeps
all others of it too (except what stands between two people alone): time only ever loosens. And where nobody
has room for a language, or for the two places of danger in it, nobody of that lane is looked at.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush

from beside.desk.routing import fit
from beside.desk.routing.crew import Crew
from beside.desk.routing.order import RULES, level, rank
from beside.desk.routing.places import Kind, Lane, Place, Places
from beside.desk.routing.rows import Rules, Taker, Waiting


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
        self._rows: dict[int, tuple[Waiting, Kind, Place]] = {}
        self._order = Places()
        self._calm: list[tuple[datetime, int]] = []
        self._longest = Places()
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
            row, kind, place = self._rows.pop(number)
            if not row.asked:
                self._order.drop(place, kind)
            if not row.in_danger:
                del self._calm[bisect_left(self._calm, (row.joined_at, number))]
            if _may_be_due(row):
                self._longest.drop(_since(row), kind)

    def taken(self, number: int, now: datetime) -> None:
        """Somebody was taken: they leave the line, and what comes of it for those who waited too long."""
        [row, _kind, _place] = self._rows[number]
        self.drop(number)
        self.run = self.run + 1 if row.in_danger and self._is_anybody_due(now) else 0

    def next_for(self, taker: Taker, crew: Crew, now: datetime) -> Waiting | None:
        """The first this person may take. Rows they let go come last; closed pages come after open ones."""

        def is_for_them(row: Waiting) -> bool:
            return fit.of_its_kind(taker, row, crew, now - row.joined_at, self.rules) is None

        def is_free(row: Waiting) -> bool:
            return is_for_them(row) and fit.of_the_row(taker, row) is None

        def is_open(lane: Lane) -> bool:
            return fit.is_lane_for(taker, lane, crew)

        fresh = self._first(now, is_open, lambda row: taker.id not in row.passed and is_free(row))
        return fresh or self._first(now, is_open, is_free)

    def next_pair(self, crew: Crew, now: datetime) -> Pair | None:
        """The first who can be taken, and who is asked to take them. None when nobody can take anybody."""
        if not crew.anybody_free:
            return None
        found: list[Taker] = []

        def is_taken(row: Waiting) -> bool:
            if fit.is_for_anybody(row, crew, now - row.joined_at, self.rules):
                found.extend(self._taker_for(row, crew, now))
            return bool(found)

        row = self._first(now, lambda lane: crew.has_room_in(*lane), is_taken)
        return None if row is None else Pair(row, found[0])

    def _stand(self, row: Waiting, now: datetime) -> None:
        """Give a row its place, and look again when its level rises."""
        self.drop(row.id)
        place, kind = (row.is_put_off, rank(row, now, self.rules)), _kind(row)
        self._rows[row.id] = (row, kind, place)
        if not row.asked:
            self._order.put(place, kind)
        if not row.in_danger:
            insort(self._calm, (row.joined_at, row.id))
        if _may_be_due(row):
            self._longest.put(_since(row), kind)
        steps = level(row, now, self.rules) - row.urgency + 1
        if level(row, row.joined_at + steps * self.rules.step, self.rules) == row.urgency + steps:
            heappush(self._ageing, (row.joined_at + steps * self.rules.step, row.id))

    def _rise(self, now: datetime) -> None:
        while self._ageing and self._ageing[0][0] <= now:
            [_when, number] = heappop(self._ageing)
            if number in self._rows:
                self._stand(self._rows[number][0], now)

    def _first(
        self, now: datetime, is_open: Callable[[Lane], bool], may: Callable[[Waiting], bool]
    ) -> Waiting | None:
        """The first row that is found; of each kind only the first is looked at."""
        if self.run >= self.rules.in_a_row:
            for number in self._longest.firsts(is_open):
                row = self._rows[number][0]
                if now - row.joined_at < self.rules.due:
                    break
                if may(row):
                    return row
        self._rise(now)
        for number in self._order.firsts(is_open):
            row = self._rows[number][0]
            if may(row):
                return row
        return None

    def _is_anybody_due(self, now: datetime) -> bool:
        """Whether somebody who is not in danger has waited too long, with their page open."""
        for joined_at, number in self._calm:
            if now - joined_at < self.rules.due:
                return False
            if not self._rows[number][0].away:
                return True
        return False

    def _taker_for(self, row: Waiting, crew: Crew, now: datetime) -> list[Taker]:
        """Who fits best, or nobody; of many the one whose turn it is. Nobody who let it go."""
        if row.asked:
            return []
        enough, best, score = fit.most_suitable(row), None, -1
        for taker in crew.free(row.language if crew.speaks(row.language) else None):
            if taker.id in row.passed or fit.refusal(taker, row, crew, now, self.rules) is not None:
                continue
            here = fit.suits(taker, row)
            if here >= enough:
                return [taker]
            if here > score:
                best, score = taker, here
        return [best] if best else []


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


def _kind(row: Waiting) -> Kind:
    """What rows have in common that ask for the same. Where somebody is out of the question, it is alone."""
    alone = row.id if row.passed or row.blocked else None
    asked = (row.urgency, row.front, row.away, row.service, row.minor, row.topic, row.tags, row.wish, alone)
    return ((row.language, row.weight), asked)


def _may_be_due(row: Waiting) -> bool:
    """Whether this row may come before danger, once it has waited too long."""
    return not (row.in_danger or row.away or row.asked)


def _since(row: Waiting) -> Place:
    """A place by waiting time alone."""
    return (False, (0, 0, 0, row.joined_at, row.id))
