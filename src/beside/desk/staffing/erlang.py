"""What a line of this kind does when left to itself for long: the two classical models of a helpline.

Erlang-C knows nobody who gives up: it over-states waits and has no answer once the line cannot keep up.
Erlang-A (Palm 1943; Garnett, Mandelbaum and Reiman 2002) lets people leave after an exponential patience, as
people in distress do, and is what the planning uses. Formulas: Zeltyn and Mandelbaum, "Call centers with
impatient customers" (2005). A server is one place for a chat, not one person.
"""

from dataclasses import dataclass
from math import exp, inf, log

_STEPS = 2000
"""Even number of strips by which a density is added up (Simpson)."""

_NEGLIGIBLE = 40.0
"""How far below its peak, as a power of e, a density is not added up any more."""

_HIGHEST = 600.0
"""Beyond this power of e nobody is answered at once, to the last digit that can be said."""


@dataclass(frozen=True, slots=True)
class Load:
    """Arrivals per hour, minutes one chat occupies a place (wrap-up included), mean patience in minutes.

    Raises ValueError for times that are not above nought or a negative rate.
    """

    per_hour: float
    handling: float
    patience: float = inf

    def __post_init__(self) -> None:
        if self.per_hour < 0 or self.handling <= 0 or self.patience <= 0:
            raise ValueError("a load needs a rate of nought or more, and times above nought")

    @property
    def offered(self) -> float:
        """Chats that would run at once if nobody ever waited, in erlangs."""
        return self.per_hour * self.handling / 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of it: shares from 0 to 1, the mean wait in minutes.

    `within`: answered within the target, of all who came. `busy`: how much of the places' time is used.
    """

    within: float
    left: float
    mean_wait: float
    busy: float


def blocked(offered: float, places: int) -> float:
    """Erlang-B: the share who find every place taken, if nobody waits."""
    share = 1.0
    for place in range(1, places + 1):
        share = offered * share / (place + offered * share)
    return share


def patient(load: Load, places: int, target: float) -> Outcome:
    """Erlang-C. `target` in minutes. When the line cannot keep up, nobody is answered in time."""
    if load.offered == 0:
        return Outcome(1.0, 0.0, 0.0, 0.0)
    if places <= load.offered:
        return Outcome(0.0, 0.0, inf, 1.0)
    used = load.offered / places
    share = blocked(load.offered, places)
    waits = share / (1 - used * (1 - share))
    spare = (places - load.offered) / load.handling
    return Outcome(1 - waits * exp(-spare * target), 0.0, waits / spare, used)


def impatient(load: Load, places: int, target: float) -> Outcome:
    """Erlang-A. `target` in minutes. It has an answer for any load; with no place everybody leaves."""
    if load.patience == inf:
        return patient(load, places, target)
    if load.offered == 0:
        return Outcome(1.0, 0.0, 0.0, 0.0)
    if places == 0:
        return Outcome(0.0, 1.0, load.patience, 0.0)
    wait = _Wait(load, places)
    at_once = wait.at_once
    soon = (1 - at_once) * wait.share(0.0, target, leaving=True)
    answered = at_once + (1 - at_once) * wait.share(0.0, wait.end, leaving=True)
    left = 1 - answered
    return Outcome(at_once + soon, left, left * load.patience, load.offered * answered / places)


class _Wait:
    """How long somebody with endless patience would wait: its density, for those who wait at all.

    The density is proportional to exp(h(x)), h(x) = λθ(1 - e^(-x/θ)) - Nμx, with the patience θ; added up
    relative to its peak, so that a long line does not overflow.
    """

    def __init__(self, load: Load, places: int) -> None:
        self._rate = load.per_hour / 60
        self._patience = load.patience
        self._pace = places / load.handling
        likely = max(0.0, load.patience * log(max(self._rate / self._pace, 1e-300)))
        self._peak = self._height(likely)
        self.end = self._where_it_ends(likely)
        self._whole = self._sum(0.0, self.end, leaving=False)
        waiting = self._rate * self._whole * blocked(load.offered, places - 1)
        self.at_once = 1 / (1 + waiting * exp(min(self._peak, _HIGHEST)))

    def share(self, start: float, end: float, *, leaving: bool) -> float:
        """Of those who wait, the share that would wait so long; with `leaving`, who also still are there."""
        return self._sum(start, min(end, self.end), leaving=leaving) / self._whole

    def _height(self, wait: float) -> float:
        return self._rate * self._patience * (1 - exp(-wait / self._patience)) - self._pace * wait

    def _where_it_ends(self, likely: float) -> float:
        end = likely + 1 / self._pace
        while self._height(end) > self._peak - _NEGLIGIBLE:
            end *= 2
        return end

    def _sum(self, start: float, end: float, *, leaving: bool) -> float:
        if end <= start:
            return 0.0
        step = (end - start) / _STEPS
        total = 0.0
        for strip in range(_STEPS + 1):
            weight = 1 if strip in (0, _STEPS) else 4 if strip % 2 else 2
            wait = start + strip * step
            height = self._height(wait) - self._peak - (wait / self._patience if leaving else 0.0)
            total += weight * exp(height)
        return total * step / 3
