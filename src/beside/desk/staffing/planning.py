"""From how many come to how many people are needed, quarter of an hour by quarter of an hour.

A chat is much longer than a quarter of an hour, so what an interval needs follows from who came before it
too. The offered load is carried from one interval to the next (the "modified offered load" of Jennings,
Mandelbaum, Massey and Whitt 1996), and each interval is then planned as if that load stood still.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, exp

from beside.desk.staffing.erlang import Load, Outcome, impatient

INTERVAL = 15.0
"""Minutes."""

LEAST = 2
"""Nobody should be alone with the line while it is open."""

MOST = 2000
"""Places beyond which no answer is looked for."""


@dataclass(frozen=True, slots=True)
class Goal:
    """`share` of those who come are answered within `minutes`, and no more than `left` give up.

    `busy`: how much of the places' time may be used; people who listen need room to breathe.
    """

    share: float = 0.8
    minutes: float = 5.0
    left: float = 0.15
    busy: float = 0.75

    def is_met(self, outcome: Outcome) -> bool:
        """Whether all of it holds."""
        return outcome.within >= self.share and outcome.left <= self.left and outcome.busy <= self.busy


@dataclass(frozen=True, slots=True)
class Team:
    """How people work: chats at once, how much longer each then takes, and the time they are not there.

    `slower`: 1.25 means that a chat takes a quarter longer beside another. `away`: the share of a shift that
    goes to breaks, debriefing and people who could not come.
    """

    chats: int = 1
    slower: float = 1.0
    away: float = 0.3

    def people(self, places: int) -> int:
        """How many must be on the list for so many places to be there."""
        return max(LEAST, ceil(ceil(places / self.chats) / (1 - self.away) - 1e-9))


@dataclass(frozen=True, slots=True)
class Need:
    """One interval: `start` in minutes from the first, chats in erlangs, what it takes and what it gives."""

    start: float
    offered: float
    places: int
    people: int
    outcome: Outcome


def places_for(load: Load, goal: Goal) -> int:
    """The fewest places with which the goal is met. Raises ValueError when that takes more than MOST."""
    few, enough = 0, 1
    while not goal.is_met(impatient(load, enough, goal.minutes)):
        few, enough = enough, enough * 2
        if enough > MOST:
            raise ValueError("no number of people can meet this goal")
    while enough - few > 1:
        middle = (few + enough) // 2
        if goal.is_met(impatient(load, middle, goal.minutes)):
            enough = middle
        else:
            few = middle
    return enough


def plan(arrivals: Sequence[float], load: Load, goal: Goal, team: Team) -> list[Need]:
    """What each interval needs. `arrivals`: how many come in each; `load` gives handling and patience."""
    slowed = replace(load, handling=load.handling * (team.slower if team.chats > 1 else 1.0))
    return [
        _need(number * INTERVAL, replace(slowed, per_hour=offered * 60 / slowed.handling), goal, team)
        for number, offered in enumerate(carried(arrivals, slowed.handling))
    ]


def carried(arrivals: Iterable[float], handling: float) -> list[float]:
    """The most chats that would run at once in each interval if nobody waited, in erlangs."""
    kept = exp(-INTERVAL / handling)
    running, most = 0.0, []
    for count in arrivals:
        before, steady = running, count * handling / INTERVAL
        running = steady + (before - steady) * kept
        most.append(max(before, running))
    return most


def _need(start: float, load: Load, goal: Goal, team: Team) -> Need:
    places = places_for(load, goal) if load.offered else 0
    return Need(start, load.offered, places, team.people(places), impatient(load, places, goal.minutes))
