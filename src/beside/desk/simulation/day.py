"""One day, event by event. What is decided is decided by `routing` and `waits`, as at the live desk."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from beside.desk import outlook, waits
from beside.desk.routing import DANGER, Waiting
from beside.desk.routing.fit import most_suitable, suits
from beside.desk.simulation.asking import Asking, Offer
from beside.desk.simulation.chance import Chance
from beside.desk.simulation.floor import Floor, Worker, moment
from beside.desk.simulation.results import Results, Visit
from beside.desk.simulation.scenario import Scenario, Turn

_HOUR = 3600.0
_LATELY = 40
_AFTER = 0.001
"""A moment later, in seconds: whatever microseconds are rounded to, the time is over then."""
_SWEEP = 5.0
"""Seconds between two looks at the line while somebody waits, as at the live desk."""


def simulate(scenario: Scenario, seed: int) -> Results:
    """One day of this scenario. The same seed gives the same day."""
    day = _Day(scenario, seed)
    day.run()
    return day.results


class _Day:
    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.of = scenario
        self.chance = Chance(scenario, seed)
        self.floor = Floor(scenario.heavy_most)
        self.asking = Asking(self.floor, scenario.rules, scenario.misses)
        self.line = self.asking.line
        self.results = Results(scenario.name, seed)
        self.visits: dict[int, Visit] = {}
        self.begun: defaultdict[UUID, list[float]] = defaultdict(list)
        self.lately: deque[float] = deque(maxlen=_LATELY)
        self.left: deque[float] = deque(maxlen=_LATELY)
        self.took: deque[float] = deque(maxlen=_LATELY)
        self.came: deque[tuple[float, int, str]] = deque()
        self.now = 0.0
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()
        self._sweeps = False

    def run(self) -> None:
        for at in self.chance.arrivals():
            self.at(at, self._comes)
        for turn in self.of.turns:
            for _person in range(turn.people):
                if not self.chance.is_absent():
                    self.at(turn.begins * _HOUR, partial(self._turn_begins, turn))
        while self._events:
            [at, _number, event] = heappop(self._events)
            self._pass_time(at)
            event()
            self._ask()
            self.results.events += 1

    def at(self, when: float, event: Callable[[], None]) -> None:
        heappush(self._events, (when, next(self._numbers), event))

    def after(self, seconds: float, event: Callable[[], None]) -> None:
        self.at(self.now + seconds, event)

    def _pass_time(self, at: float) -> None:
        took = at - self.now
        self.results.places += took * self.floor.places
        self.results.used += took * self.floor.chats
        self.now = at

    @property
    def _clock(self) -> datetime:
        return moment(self.now)

    # Those who come.

    def _comes(self) -> None:
        urgency, language = self.chance.urgency(), self.chance.language()
        patience, rises = self.chance.patience(urgency), self.chance.rises()
        rises_after = self.chance.rises_after(patience)
        visit = Visit(len(self.results.visits), urgency, language, self.now)
        visit.wanted, visit.minor = self.chance.wanted(), self.chance.is_minor()
        self.results.visits.append(visit)
        visit.range = self._estimate(visit)
        visit.refused = self._why_not(visit)
        if visit.refused:
            return
        self.visits[visit.number] = visit
        self.came.append((self.now, urgency, language))
        self._waits(visit)
        self.asking.may_call(visit)
        self.after(patience, lambda: self._gives_up(visit))
        if urgency >= DANGER:
            self._in_danger(visit)
        elif rises:
            self.after(rises_after, lambda: self._rises(visit))

    def _waits(self, visit: Visit) -> None:
        """In line, with what they ask for; looked at every few seconds from now on."""
        self.line.put(self._standing(visit))
        if not self._sweeps:
            self._sweeps = True
            self.after(_SWEEP, self._sweep)

    def _standing(self, visit: Visit) -> Waiting:
        """Their place in line, as they come."""
        [topic, tags, wish] = visit.wanted
        row = Waiting(visit.number, visit.urgency, visit.language, self._clock)
        return replace(row, topic=topic, tags=tags, wish=wish, minor=visit.minor)

    def _sweep(self) -> None:
        for visit in self.asking.to_call(self.now):
            visit.told_at = self.now
        self._sweeps = len(self.line) > 0
        if self._sweeps:
            self.after(_SWEEP, self._sweep)

    def _why_not(self, visit: Visit) -> str:
        hour = self.now / _HOUR
        if not (self.of.opens <= hour < self.of.closes or hour + 24 < self.of.closes):
            return "closed"
        is_full = visit.range is not None and waits.likely(visit.range) > self.of.full
        return "full" if is_full and visit.urgency < DANGER else ""

    def _estimate(self, visit: Visit) -> tuple[int, int] | None:
        me = self._standing(visit)
        crew = [one.taker for one in self.floor if not one.leaving]
        lately = outlook.Lately(tuple(self.lately), tuple(self.left), tuple(self.took), self._last_hour())
        floor = outlook.Floor(crew, self._ages(), self._clock, self.of.rules)
        facts = outlook.tonight(me, self.line, floor, lately, self.of.chat + self.of.wrap)
        return waits.wait_range(facts)

    def _ages(self) -> dict[UUID, list[float]]:
        return {who: [(self.now - at) / 60 for at in begun] for who, begun in self.begun.items()}

    def _last_hour(self) -> tuple[tuple[int, str, int], ...]:
        while self.came and self.came[0][0] < self.now - _HOUR:
            self.came.popleft()
        return tuple((urgency, language, 0) for _at, urgency, language in self.came)

    def _gives_up(self, visit: Visit) -> None:
        if visit.taken_at is None:
            visit.left_at = self.now
            self.left.append((self.now - visit.came_at) / 60)
            self.asking.leaves(visit, self.now)

    def _rises(self, visit: Visit) -> None:
        if visit.taken_at is None and visit.left_at is None:
            visit.urgency = DANGER
            self.asking.raise_urgency(visit, self.now)
            self._in_danger(visit)

    def _in_danger(self, visit: Visit) -> None:
        visit.danger_at = self.now
        self.asking.may_call(visit)

    # Those who are asked.

    def _ask(self) -> None:
        for offer in self.asking.around(self.visits, self.now):
            self.results.offers += 1
            answer = self.chance.answer()
            if answer is None:
                self.after(self.of.offer_seconds, partial(self._misses, offer))
            else:
                self.after(answer, partial(self._accepts, offer))

    def _misses(self, offer: Offer) -> None:
        if not self.asking.is_open(offer):
            return
        self.results.missed += 1
        if self.asking.miss(offer, self.now):
            self._rests(offer.worker, self.of.rest * 60)
            self._still_here(offer.worker)
        again = offer.made_at + self.of.rules.again.total_seconds() + _AFTER
        self.at(max(again, self.now), lambda: self.asking.look_again(offer.visit, self.now))

    def _accepts(self, offer: Offer) -> None:
        if not self.asking.is_open(offer):
            return
        visit, worker, urgency = offer.visit, offer.worker, offer.urgency
        row = self.line.get(visit.number)
        visit.met = row is not None and suits(worker.taker, row) >= most_suitable(row)
        visit.taken_at = self.now
        self.asking.take(offer, self.now)
        self.lately.append((self.now - visit.came_at) / 60)
        self.begun[worker.taker.id].append(self.now)
        length = self.chance.chat(worker.chats)
        worker.chats += 1
        worker.heavy += urgency >= DANGER
        self.after(length, lambda: self._ends(visit, worker, urgency))

    def _ends(self, visit: Visit, worker: Worker, urgency: int) -> None:
        visit.ended_at = self.now
        worker.chats -= 1
        if urgency >= DANGER and self.of.cooling:
            worker.cooling = True
            self.floor.show(worker, self.now)
            self.after(self.of.cooling * 60, lambda: self._cooled(worker))
        self.after(self.chance.wrap(), lambda: self._is_done(visit, worker, urgency))

    def _is_done(self, visit: Visit, worker: Worker, urgency: int) -> None:
        began = visit.taken_at or 0.0
        self.took.append((self.now - began) / 60)
        self.begun[worker.taker.id].remove(began)
        self.floor.lets_go(worker, urgency, self.now)

    def _cooled(self, worker: Worker) -> None:
        worker.cooling = False
        self._still_here(worker)

    # Those who work.

    def _turn_begins(self, turn: Turn) -> None:
        worker = self.floor.comes(turn, self.chance.brings(), self.now)
        self.at(worker.ends, lambda: self._turn_ends(worker))
        self.after(self.chance.first_rest(), lambda: self._rest_is_due(worker))

    def _turn_ends(self, worker: Worker) -> None:
        worker.leaving = True
        self._still_here(worker)

    def _rest_is_due(self, worker: Worker) -> None:
        if not worker.leaving:
            self._rests(worker, self.of.rest * 60)
            self.floor.show(worker, self.now)
            self.after(_HOUR, lambda: self._rest_is_due(worker))

    def _rests(self, worker: Worker, seconds: float) -> None:
        worker.away = True
        self.after(seconds, lambda: self._is_back(worker))

    def _is_back(self, worker: Worker) -> None:
        worker.away = False
        self._still_here(worker)

    def _still_here(self, worker: Worker) -> None:
        if worker.taker.id in self.floor:
            self.floor.show(worker, self.now)
