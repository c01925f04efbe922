"""Asking around in a simulated day: the rules are the live desk's own, only what comes of an offer is chance.

`routing.pairs` says who is asked about whom, `has_let_go` how long somebody is not asked about them again,
`is_away` who is taken to be gone, `to_be_called` for whom supervisors are called.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from beside.desk.routing import (
    DANGER,
    Line,
    Rules,
    has_let_go,
    has_room,
    is_away,
    pairs,
    to_be_called,
    weight_of,
)
from beside.desk.simulation.floor import Floor, Worker, moment
from beside.desk.simulation.results import Visit


@dataclass(slots=True, eq=False)
class Offer:
    """Somebody is asked about somebody. `urgency`: as what it counts among the places of who is asked."""

    visit: Visit
    worker: Worker
    urgency: int
    made_at: float


class Asking:
    """Who waits, who works, and who is asked about whom. Times in seconds of the day."""

    def __init__(self, floor: Floor, rules: Rules, misses: int) -> None:
        self.line = Line(rules=rules)
        self._floor = floor
        self._rules = rules
        self._misses = misses
        self._open: dict[int, Offer] = {}
        self._let_go: defaultdict[int, dict[UUID, float]] = defaultdict(dict)
        self._uncalled: dict[int, Visit] = {}

    def around(self, visits: Mapping[int, Visit], now: float) -> list[Offer]:
        """Ask everybody who can be asked now, each about one. Returns what was asked."""
        made = []
        for pair in pairs(self.line, self._floor.crew, moment(now)):
            visit, worker = visits[pair.row.id], self._floor[pair.taker.id]
            visit.asked_at = now if visit.asked_at is None else visit.asked_at
            self._floor.asks(worker, pair.row)
            self._open[visit.number] = Offer(visit, worker, pair.row.urgency, now)
            made.append(self._open[visit.number])
        return made

    def is_open(self, offer: Offer) -> bool:
        """Still to be answered."""
        return self._open.get(offer.visit.number) is offer

    def take(self, offer: Offer, now: float) -> None:
        """They say yes: the row leaves the line, and the places stay taken."""
        del self._open[offer.visit.number]
        offer.worker.misses = 0
        offer.worker.asked = False
        self._floor.show(offer.worker, now)
        self.line.taken(offer.visit.number, moment(now))

    def miss(self, offer: Offer, now: float) -> bool:
        """Nobody answered: somebody else is asked. Returns whether they are taken to be away."""
        self._let_go[offer.visit.number][offer.worker.taker.id] = offer.made_at
        self._back(offer, now)
        offer.worker.misses += 1
        is_gone = is_away(offer.worker.misses, self._misses)
        offer.worker.misses = 0 if is_gone else offer.worker.misses
        return is_gone

    def look_again(self, visit: Visit, now: float) -> None:
        """Whoever let this row go long enough ago may be asked about it again."""
        row = self.line.get(visit.number)
        if row is not None:
            self.line.put(replace(row, passed=self._passed(visit, now)))

    def leaves(self, visit: Visit, now: float) -> None:
        """Somebody gives up: whoever was asked about them is asked no more."""
        if visit.number in self._open:
            self._back(self._open[visit.number], now)
        self.line.drop(visit.number)

    def raise_urgency(self, visit: Visit, now: float) -> None:
        """Words were read as danger: up the line. Who is asked and has no room for that is asked no more."""
        row, offer = self.line.get(visit.number), self._open.get(visit.number)
        if row is None:
            return
        self.line.put(replace(row, urgency=visit.urgency, signals=True))
        if offer is None:
            return
        weight, taker = weight_of(visit.urgency), offer.worker.taker
        if has_room(replace(taker, load=offer.worker.busy - weight_of(offer.urgency)), weight):
            offer.worker.busy += weight - weight_of(offer.urgency)
            offer.urgency = visit.urgency
            self._floor.show(offer.worker, now)
        else:
            self._back(offer, now)

    def may_call(self, visit: Visit) -> None:
        """Somebody of whom supervisors may have to hear, once."""
        if (visit.urgency >= DANGER or visit.minor) and visit.told_at is None:
            self._uncalled[visit.number] = visit

    def to_call(self, now: float) -> list[Visit]:
        """In danger or under age, and nobody is or can be asked: supervisors are called."""
        waiting = [row for number in self._uncalled if (row := self.line.get(number)) is not None]
        due = to_be_called(waiting, self._floor.crew, moment(now), self._rules)
        found = [self._uncalled[row.id] for row in due]
        told = {row.id for row in due}
        self._uncalled = {row.id: self._uncalled[row.id] for row in waiting if row.id not in told}
        return found

    def _back(self, offer: Offer, now: float) -> None:
        """An offer is over without a taker: in line again, and the places are free."""
        visit = offer.visit
        del self._open[visit.number]
        offer.worker.asked = False
        self._floor.lets_go(offer.worker, offer.urgency, now)
        row = self.line.get(visit.number)
        if row is not None:
            self.line.put(replace(row, asked=False, passed=self._passed(visit, now)))

    def _passed(self, visit: Visit, now: float) -> frozenset[UUID]:
        asked = self._let_go[visit.number].items()
        return frozenset(who for who, at in asked if has_let_go(moment(at), moment(now), self._rules))
