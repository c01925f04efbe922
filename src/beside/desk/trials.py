"""A day tried before and after a change, and what a day needs. Pure: nothing is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from beside.desk.simulation import Scenario, Turn, named, simulate
from beside.desk.simulation.results import Visit, coverage, of, wished
from beside.desk.staffing.erlang import Load
from beside.desk.staffing.history import Past
from beside.desk.staffing.planning import INTERVAL, Goal, Need, Team, plan

SEEDS = range(1, 6)
"""The days that are tried: always the same ones, so that only the change makes a difference."""

_PER_HOUR = int(60 / INTERVAL)

_LONGEST = 1.75
"""How far a chat goes beyond what is usual, as the simulated days have it (75 minutes of 45)."""


@dataclass(frozen=True, slots=True)
class Side:
    """What some days came to, added up. Waits in seconds, shares from 0 to 1, None where nobody came."""

    came: float
    turned_away: float
    answered: float
    left: float
    in_time: float | None
    wait_p50: tuple[float | None, ...]
    wait_p90: tuple[float | None, ...]
    told: float | None
    met: float | None


def tried(scenario: Scenario, seeds: Sequence[int] = SEEDS) -> Side:
    """These days of a scenario, a day's mean for counts. Waits by urgency 0 to 4."""
    visits = [visit for seed in seeds for visit in simulate(scenario, seed).visits]
    let_in = [visit for visit in visits if not visit.refused]
    whole, levels = of(let_in), [of([v for v in let_in if v.urgency == level]) for level in range(5)]
    return Side(
        came=len(visits) / len(seeds),
        turned_away=(len(visits) - len(let_in)) / len(seeds),
        answered=whole["answered"] / len(seeds),
        left=whole["left"] / len(seeds),
        in_time=whole["in_time"],
        wait_p50=tuple(each["wait_p50"] for each in levels),
        wait_p90=tuple(each["wait_p90"] for each in levels),
        told=coverage(let_in)["inside"],
        met=wished(let_in)["met"],
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What each quarter of an hour needs, and what the simulator says of a roster made of it."""

    needs: list[Need]
    checked: float | None

    @property
    def hours(self) -> float:
        """Hours of people on the list, all together."""
        return sum(need.people for need in self.needs) * INTERVAL / 60

    @property
    def busiest(self) -> Need:
        """The interval that needs most people, the first of them."""
        return max(self.needs, key=lambda need: (need.people, -need.start))


def as_it_was(past: Past, weekday: int) -> Scenario:
    """A weekday (0 is Monday) as the last weeks were, to be planned: nobody is on shift in it."""
    return replace(
        named("weekday"),
        name="history",
        per_hour=past.per_hour(weekday),
        chat=past.chat,
        longest=_LONGEST * past.chat,
        patience=past.patience,
        turns=(),
    )


def planned(scenario: Scenario, goal: Goal, team: Team) -> Plan:
    """Needs by interval for whom a scenario brings. Raises ValueError when no number of people is enough.

    `checked`: the share answered in time in the simulator with exactly these places, on the same days.
    """
    arrivals = [rate / _PER_HOUR for rate in scenario.per_hour for _quarter in range(_PER_HOUR)]
    load = Load(0.0, scenario.chat + scenario.wrap, scenario.patience)
    needs = plan(arrivals, load, goal, team)
    visits = [v for seed in SEEDS[:2] for v in simulate(_as_planned(scenario, needs, team), seed).visits]
    return Plan(needs, _in_time(visits, goal))


def _as_planned(scenario: Scenario, needs: Sequence[Need], team: Team) -> Scenario:
    """The same day as the model sees it: nobody absent, resting, in danger or asking for more."""
    most = max(-(-need.places // team.chats) for need in needs)
    turns = tuple(turn for step in range(most) for turn in _turns(needs, step, team.chats))
    plain = replace(
        scenario, urgency=(1.0, 0.0, 0.0, 0.0, 0.0), languages=(("en", 1.0),), rises=0.0, turns=turns
    )
    plain = replace(plain, topics=(), wishes=(), minors=0.0, absent=0.0, rest=0.0, missed=0.0)
    return replace(plain, opens=0.0, closes=24.0, full=float("inf"))


def _turns(needs: Sequence[Need], step: int, chats: int) -> Iterator[Turn]:
    """One person's turns: whenever more than this many people are needed, quarters joined."""
    begun: float | None = None
    for need in needs:
        wanted = need.places > step * chats
        if wanted and begun is None:
            begun = need.start / 60
        elif not wanted and begun is not None:
            yield Turn(1, begun, need.start / 60, slots=chats)
            begun = None
    if begun is not None:
        yield Turn(1, begun, (needs[-1].start + INTERVAL) / 60, slots=chats)


def _in_time(visits: Sequence[Visit], goal: Goal) -> float | None:
    within = sum(v.taken_at is not None and v.taken_at - v.came_at <= goal.minutes * 60 for v in visits)
    return within / len(visits) if visits else None
