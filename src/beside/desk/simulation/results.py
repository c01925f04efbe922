"""What a day came to, in figures that can be laid beside another day's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from beside.desk.routing import Wish
from beside.desk.routing.rows import NO_WISH
from beside.desk.waits import quantile

Wanted = tuple[str, frozenset[str], Wish]
"""(topic, experience to be shared, whom): what somebody asks for while they wait."""

NOTHING: Wanted = ("", frozenset(), NO_WISH)

AT_ONCE = 30.0
"""Who leaves sooner, in seconds, has not given up: they looked in."""

_TARGETS = {True: 60.0, False: 300.0}

_LOOK = 5.0
"""The line is looked at so often, in seconds: what is due is noticed so much later."""


@dataclass(slots=True)
class Visit:
    """One who came. Times in seconds of the day; None for what did not happen.

    `asked_at`: when somebody was first asked about them; `told_at`: when, in danger, somebody else was told
    that nobody could be. `range`: the minutes they were told they might wait. `met`: whoever took them has
    all that they asked for.
    """

    number: int
    urgency: int
    language: str
    came_at: float
    refused: str = ""
    range: tuple[int, int] | None = None
    asked_at: float | None = None
    told_at: float | None = None
    taken_at: float | None = None
    left_at: float | None = None
    ended_at: float | None = None
    danger_at: float | None = None
    wanted: Wanted = NOTHING
    minor: bool = False
    met: bool = False


@dataclass(slots=True)
class Results:
    """The visits of a day, and the seconds for which places were there and used."""

    scenario: str
    seed: int
    visits: list[Visit] = field(default_factory=list)
    places: float = 0.0
    used: float = 0.0
    offers: int = 0
    missed: int = 0
    events: int = 0


def as_json(results: Results) -> str:
    """One line of JSON, the same for the same day."""
    return json.dumps(summary(results), sort_keys=True, separators=(",", ":"))


def summary(results: Results) -> dict[str, Any]:
    """The day in figures: seconds for waits, shares from 0 to 1, None for what nobody came for."""
    let_in = [visit for visit in results.visits if not visit.refused]
    return {
        "scenario": results.scenario,
        "seed": results.seed,
        "came": len(results.visits),
        "closed": sum(visit.refused == "closed" for visit in results.visits),
        "full": sum(visit.refused == "full" for visit in results.visits),
        "all": of(let_in),
        "by_urgency": {str(level): of([v for v in let_in if v.urgency == level]) for level in range(5)},
        "by_hour": [of([v for v in let_in if int(v.came_at // 3600) % 24 == hour]) for hour in range(24)],
        "by_language": {each: of([v for v in let_in if v.language == each]) for each in _languages(let_in)},
        "wished": wished(let_in),
        "danger_without_answer": sum(_is_unanswered(visit) for visit in let_in),
        "occupancy": _rounded(results.used / results.places) if results.places else None,
        "offers": results.offers,
        "missed": results.missed,
        "estimate": coverage(let_in),
    }


def of(visits: Sequence[Visit]) -> dict[str, Any]:
    """Some visits in figures."""
    waits = sorted(v.taken_at - v.came_at for v in visits if v.taken_at is not None)
    gone = [v.left_at - v.came_at for v in visits if v.left_at is not None and v.taken_at is None]
    soon = sum(wait < AT_ONCE for wait in gone)
    stayed = len(visits) - soon
    in_time = sum(
        v.taken_at is not None and v.taken_at - v.came_at <= _TARGETS[v.urgency >= 3] for v in visits
    )
    return {
        "came": len(visits),
        "answered": len(waits),
        "left": len(gone) - soon,
        "looked_in": soon,
        "left_share": _rounded((len(gone) - soon) / stayed) if stayed else None,
        "in_time": _rounded(in_time / stayed) if stayed else None,
        "wait_p50": _rounded(quantile(waits, 0.5)) if waits else None,
        "wait_p90": _rounded(quantile(waits, 0.9)) if waits else None,
    }


def coverage(visits: Sequence[Visit]) -> dict[str, Any]:
    """How often the wait fell into the range that was told, of those who waited for it.

    Whoever was asked about the moment they came did not wait. The least that is ever said is one minute, so
    nobody is taken too soon for it.
    """
    told = [
        (v.range, (v.taken_at - v.came_at) / 60)
        for v in visits
        if v.range and v.taken_at is not None and v.asked_at != v.came_at
    ]
    sooner = sum(wait < low and low > 1 for (low, _high), wait in told)
    later = sum(wait > high for (_low, high), wait in told)
    share = _rounded(1 - (sooner + later) / len(told)) if told else None
    return {"told": len(told), "inside": share, "sooner": _rounded(sooner / len(told)) if told else None}


def wished(visits: Sequence[Visit]) -> dict[str, Any]:
    """How many of those who were answered had asked for something or somebody, and how many got all of it."""
    answered = [visit for visit in visits if visit.taken_at is not None and visit.wanted != NOTHING]
    met = sum(visit.met for visit in answered)
    return {"answered": len(answered), "met": _rounded(met / len(answered)) if answered else None}


def _is_unanswered(visit: Visit) -> bool:
    """In danger, never asked about, nobody told, and there long enough for it."""
    if visit.danger_at is None:
        return False
    until = next((at for at in (visit.left_at, visit.taken_at) if at is not None), float("inf"))
    stayed = until - visit.danger_at > _TARGETS[True] + _LOOK
    return stayed and visit.asked_at is None and visit.told_at is None


def _languages(visits: Sequence[Visit]) -> list[str]:
    return sorted({visit.language for visit in visits})


def _rounded(value: float) -> float:
    return round(value, 4)
