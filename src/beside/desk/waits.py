"""How long it takes tonight, as an honest range. Pure: everything it needs is passed in, in minutes.

Places come free one after the other: as running chats end, as those begun meanwhile end, as people come back
from a rest. Those ahead take them or give up; those in more danger come before us. How many come free until a
moment is close to normal; the range lies between the moments at which it is likely enough that they suffice.
What it came to: `tests/desk/simulation/test_coverage.py`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, erf, exp, log, sqrt

ENOUGH = 5
"""Recent waits needed before they say anything about tonight."""

SPREAD = 0.5
"""How much chats differ in length (the standard deviation of the logarithm)."""

_EACH_WAY = 0.93
_ONE_WAY = 0.6
_ANSWER = 0.4
_DRIFT = 0.28
_PACE = 0.93
_REST = 13.0
_LONGEST = 1.75
"""Found by trying on simulated days (not those of the test), so that four in five waits fall into the range.

Deviations each way (fewer than a tenth would need: the range is said in round minutes), and where it has no
lower end; minutes until somebody answers; how wrong the pace itself may be; how much of it is left beside
breaks; minutes until somebody is back from one; how far a chat goes beyond what is usual.
"""

_SOONEST = (1, 4)
_LONGEST_WITH_ROOM = 15
_FAR = 240


@dataclass(frozen=True, slots=True)
class Tonight:
    """What is true now. `ahead`: people ahead who need the same places (parts of one: see `share_ahead`).

    `places`: chats that can run at once; `running`: for each taken one, how long it has been; `resting`:
    places of people who come back soon. `waits`: how long those had waited who were matched lately. `chat`:
    how long a place is usually taken; `patience`: after how long people give up, on average; `overtaking`:
    how many a minute come later and stand before us. `needs`: the places our own chat takes. `held`: so long
    somebody who has what was asked for is waited for, though others are free; `having`: how long each of
    their places is taken already.
    """

    ahead: float
    places: int
    running: tuple[float, ...] = ()
    waits: tuple[float, ...] = ()
    chat: float = 45.0
    resting: int = 0
    patience: float = 25.0
    overtaking: float = 0.0
    needs: float = 1.0
    held: float = 0.0
    having: tuple[float, ...] = ()


def wait_range(tonight: Tonight) -> tuple[int, int] | None:
    """(low, high) in whole minutes, low < high, or None for "we don't know yet": nobody is there to ask."""
    if tonight.places + tonight.resting <= 0:
        return None
    needed = tonight.ahead + tonight.needs - (tonight.places - len(tonight.running))
    if needed <= 0 and tonight.held:
        return _until_let_go(tonight)
    if needed <= 0:
        return _with_room(tonight.waits)
    low, middle, high = _moments(tonight, needed)
    return _rounded(low, max(middle if low < 1 else high, tonight.held))


def likely(range_: tuple[int, int]) -> float:
    """The middle of a range: what decides whether a service is full."""
    return (range_[0] + range_[1]) / 2


def _until_let_go(tonight: Tonight) -> tuple[int, int]:
    """Someone is free, but nobody who has what was asked for: one of these comes free, or it is let go."""
    end = tonight.held + _ANSWER
    if not tonight.having:
        return _rounded(end - 1, end)
    low, _middle, high = _moments(Tonight(0.0, len(tonight.having), tonight.having, chat=tonight.chat), 1.0)
    return _rounded(min(low, end - 1), min(high, end))


def _with_room(waits: Sequence[float]) -> tuple[int, int]:
    """Someone is free: what others waited lately says how fast they are taken."""
    if len(waits) < ENOUGH:
        return _SOONEST
    low, high = quantile(waits, 0.2), quantile(waits, 0.8)
    return _rounded(min(low, _LONGEST_WITH_ROOM - 5), min(high, _LONGEST_WITH_ROOM))


def _moments(tonight: Tonight, needed: float) -> list[float]:
    """When enough places will have come free: hardly likely, likely, and nearly certain."""
    wanted = [-_EACH_WAY, _ONE_WAY, _EACH_WAY]
    found: list[float] = []
    before = [-needed] * 3
    for minute, (freed, variance) in enumerate(_freed(tonight)):
        surplus = [freed - needed + 0.5 - each * sqrt(variance) for each in wanted]
        while len(found) < 3 and surplus[len(found)] >= 0:
            which = len(found)
            found.append(_ANSWER + minute + before[which] / (before[which] - surplus[which]))
        if len(found) == 3:
            break
        before = [min(each, -1e-9) for each in surplus]
    return found + [float(_FAR)] * (3 - len(found))


def _freed(tonight: Tonight) -> Iterator[tuple[float, float]]:
    """How many places have come free for us after 1, 2, 3 … minutes: the mean, and how uncertain it is."""
    ages = Counter(int(gone) for gone in tonight.running)
    begun: list[float] = []
    before = most = 0.0
    for minute in range(1, _FAR + 1):
        shares: list[tuple[float, float]] = [
            (count, _ended(age, minute, tonight.chat)) for age, count in ages.items()
        ]
        again = sum(each * _lasted(minute - start - 0.5, tonight.chat) for start, each in enumerate(begun))
        back, left = 1 - exp(-minute / _REST), 1 - exp(-minute / tonight.patience)
        shares += [(tonight.resting, back), (max(0.0, tonight.ahead), left)]
        ended = sum(count * share for count, share in shares[:-1]) + again
        begun.append(ended - before)
        before = ended
        freed = _PACE * ended + tonight.ahead * left - tonight.overtaking * minute
        most = max(most, freed)
        alone = sum(count * share * (1 - share) for count, share in shares)
        yield most, alone + again + tonight.overtaking * minute + (_DRIFT * most) ** 2


@lru_cache(65536)
def _lasted(minutes: float, chat: float) -> float:
    """The share of chats that are over by then: lognormal around their usual length, and bounded."""
    if minutes <= 0 or minutes >= _LONGEST * chat:
        return float(minutes > 0)
    return 0.5 * (1 + erf((log(minutes / chat) + SPREAD**2 / 2) / (SPREAD * sqrt(2))))


@lru_cache(65536)
def _ended(age: int, minute: int, chat: float) -> float:
    """The share of chats of this age that end within so many minutes."""
    still = 1 - _lasted(age, chat)
    return 1.0 if still < 1e-4 else (_lasted(age + minute, chat) - (1 - still)) / still


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
