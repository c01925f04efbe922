"""How long the desk takes to decide who is asked about whom: `python -m bench deciding`.

Ten thousand wait, a thousand are on shift; most ask for something, and most bring something along. Processor
time of one thread, so that busy neighbours do not count. A decision is all of it: who is next, who is asked,
and both put back in their places. Pure: reading the rows from tables is not in it.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from uuid import UUID

from bench.figures import Figures, percentile
from beside.desk.routing import Crew, Line, Taker, Waiting, Wish, asked

WAITING, ON_SHIFT = 10_000, 1_000
DECISIONS = 400
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
_TOPICS = ("", "", "grief", "work", "family", "exams")
_TAGS = ("exile", "addiction", "illness")


def measured(seed: int = 7) -> Figures:
    """Microseconds for a decision, middle and 99 of 100, by the night; the worst night in milliseconds."""
    chance = random.Random(seed)
    found: Figures = {}
    for name, line, crew in _nights(chance):
        times = [_micro(partial(_decide, line, crew)) for _each in range(DECISIONS)]
        found |= {f"{name}, p50_us": percentile(times, 0.5), f"{name}, p99_us": percentile(times, 0.99)}
    worst = max(value for name, value in found.items() if name.endswith("p99_us")) / 1000
    line = Line(_rows(chance))
    one = next(iter(_crew(chance, busy=0.0)))
    crew = Crew([replace(one, load=0, away=False, cooling=False)])
    times = [_micro(lambda: line.next_for(replace(one, load=0), crew, NOW)) for _each in range(DECISIONS)]
    return {
        **found,
        "worst_p99_ms": worst,
        "one asks for the next, p99_us": percentile(times, 0.99),
        "heap_us": _heap(),
    }


def _nights(chance: random.Random) -> list[tuple[str, Line, Crew]]:
    rows = _rows(chance)
    calm = [replace(row, urgency=min(row.urgency, 2)) for row in rows]
    english = [replace(row, language="en", wish=Wish(), topic="", tags=frozenset()) for row in rows]
    polish = [replace(row, language="pl", urgency=0, joined_at=NOW) for row in rows]
    late = [replace(row, joined_at=row.joined_at - timedelta(hours=2)) for row in rows]
    return [
        ("half of them free", Line(rows), _crew(chance, busy=0.5)),
        ("one in a hundred free", Line(rows), _crew(chance, busy=0.99)),
        ("nobody free", Line(rows), _crew(chance, busy=1.0)),
        ("nobody in danger", Line(calm), _crew(chance, busy=0.5)),
        ("nobody asks for anything", Line(english), _crew(chance, busy=0.5)),
        ("a language that few speak", Line(polish), _crew(chance, busy=0.9)),
        ("all too late, after ten in danger", Line(late, run=10), _crew(chance, busy=0.9)),
    ]


def _decide(line: Line, crew: Crew) -> None:
    pair = line.next_pair(crew, NOW)
    if pair is not None:
        line.put(replace(pair.row, asked=True))
        crew.put(asked(pair.taker, pair.row))


def _rows(chance: random.Random) -> list[Waiting]:
    return [
        Waiting(
            number,
            chance.choices((0, 1, 2, 3, 4), (50, 20, 15, 10, 5))[0],
            chance.choice(("en", "en", "en", "fr", "pl")),
            NOW - timedelta(seconds=chance.randint(0, 3000)),
            topic=chance.choice(_TOPICS),
            tags=frozenset({chance.choice(_TAGS)} if chance.random() < 0.2 else ()),
            wish=chance.choice((Wish(), Wish(), Wish(), Wish(gender="woman"), Wish(role="counsellor"))),
            passed=_somebody(chance, 0.02),
            blocked=_somebody(chance, 0.02),
            minor=chance.random() < 0.1,
            away=chance.random() < 0.1,
        )
        for number in range(WAITING)
    ]


def _crew(chance: random.Random, *, busy: float) -> Crew:
    return Crew(
        Taker(
            UUID(int=number + 1),
            frozenset(chance.choice(("en", "en fr", "fr", "en pl")).split()),
            2,
            load=2 if chance.random() < busy else 0,
            certified=chance.random() < 0.2,
            topics=frozenset({chance.choice(_TOPICS[2:])}),
            tags=frozenset({chance.choice(_TAGS)} if chance.random() < 0.2 else ()),
            gender=chance.choice(("", "woman", "man")),
            role=chance.choice(("listener", "counsellor")),
            minors=chance.random() < 0.5,
            points=chance.randint(0, 9),
            free_since=NOW - timedelta(seconds=chance.randint(0, 3000)),
        )
        for number in range(ON_SHIFT)
    )


def _somebody(chance: random.Random, share: float) -> frozenset[UUID]:
    return frozenset({UUID(int=chance.randint(1, ON_SHIFT))} if chance.random() < share else ())


def _heap() -> float:
    """What no decision can be below: one in and one out of a heap of as many, by time alone."""
    held: list[tuple[int, int]] = []
    for number in range(WAITING):
        heappush(held, (number * 7919 % WAITING, number))

    def turn() -> None:
        place, number = heappop(held)
        heappush(held, (place + WAITING, number))

    return percentile([_micro(turn) for _each in range(DECISIONS)], 0.5)


def _micro(call: Callable[[], object]) -> float:
    start = time.thread_time_ns()
    call()
    return (time.thread_time_ns() - start) / 1000
