"""How long it takes tonight, as an honest range. Pure: everything it needs is passed in, in minutes."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

ENOUGH = 5
"""Recent waits needed before they say anything about tonight."""

_SHORTEST_REST = 4.0
_SOONEST = (1, 4)
_LONGEST_WITH_ROOM = 15


@dataclass(frozen=True, slots=True)
class Tonight:
    """What is true now: people ahead, chats that can run at once, how long each running one has gone on,
    how long those who were matched lately had waited, and how long a chat usually is."""

    ahead: int
    places: int
    running: tuple[float, ...] = ()
    waits: tuple[float, ...] = ()
    chat: float = 45.0


def wait_range(tonight: Tonight) -> tuple[int, int] | None:
    """(low, high) in whole minutes, low < high, or None for "we don't know yet": nobody is there to ask."""
    if tonight.places <= 0:
        return None
    moment = _moment_of(tonight)
    if moment == 0:
        return _with_room(tonight.waits)
    return _rounded(moment * 0.6, moment * 1.4 + 3)


def _with_room(waits: Sequence[float]) -> tuple[int, int]:
    """Someone is free: what others waited lately says how fast they are taken."""
    if len(waits) < ENOUGH:
        return _SOONEST
    low, high = quantile(waits, 0.2), quantile(waits, 0.8)
    return _rounded(min(low, _LONGEST_WITH_ROOM - 5), min(high, _LONGEST_WITH_ROOM))


def _moment_of(tonight: Tonight) -> float:
    """When our turn comes, if each chat lasts as long as usual and the next one begins at once."""
    rests = sorted(max(tonight.chat - gone, _SHORTEST_REST) for gone in tonight.running)
    excess = max(0, len(rests) - tonight.places)
    free = [0.0] * (tonight.places - len(rests))
    ends = [*free, *rests[excess:]]
    for _ in range(tonight.ahead):
        heapq.heapreplace(ends, ends[0] + tonight.chat)
    return ends[0]


def _rounded(low: float, high: float) -> tuple[int, int]:
    """Minutes as a person says them: one by one to ten, then in fives."""
    near = max(1, int(low) if low < 10 else int(low // 5 * 5))
    far = ceil(high) if high <= 10 else ceil(high / 5) * 5
    return (near, max(far, near + 2))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies, between neighbours in a straight line."""
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    return ranked[below] + (ranked[above] - ranked[below]) * (place - below)
