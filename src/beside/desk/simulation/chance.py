"""What is left to chance in a day. Who comes does not depend on who is there.

Each kind of chance has a stream of its own, so that two days with other rosters have the same visitors.
"""

import random
from collections.abc import Sequence
from math import log

from beside.desk.routing import DANGER, Wish
from beside.desk.routing.rows import NO_WISH
from beside.desk.simulation.floor import Brings
from beside.desk.simulation.results import Wanted
from beside.desk.simulation.scenario import COUNSELLOR, Scenario

_HOUR = 3600.0
_MINUTE = 60.0


class Chance:
    """Draws for one day, in seconds. Lengths are lognormal, patience and gaps exponential."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self._of = scenario
        self._came = random.Random(f"{seed} came")
        self._went = random.Random(f"{seed} went")
        self._staff = random.Random(f"{seed} staff")
        self._wants = random.Random(f"{seed} wants")
        self._brings = random.Random(f"{seed} brings")

    def arrivals(self) -> list[float]:
        """When people come: a Poisson stream whose rate changes by the hour. Where it closes after midnight,
        the hours until then are those of the next day.
        """
        found = []
        for hour, rate in enumerate(self._of.per_hour):
            at = 0.0
            while rate > 0:
                at += self._came.expovariate(rate) * _HOUR
                if at >= _HOUR:
                    break
                found.append((hour + (24 if hour + 24 < self._of.closes else 0)) * _HOUR + at)
        return found

    def urgency(self) -> int:
        """How urgent somebody is who comes."""
        return self._came.choices(range(5), self._of.urgency)[0]

    def language(self) -> str:
        """What they speak."""
        names, shares = zip(*self._of.languages, strict=True)
        return str(self._came.choices(names, shares)[0])

    def patience(self, urgency: int) -> float:
        """How long they wait at most."""
        mean = self._of.patience_in_danger if urgency >= DANGER else self._of.patience
        return self._came.expovariate(1 / (mean * _MINUTE))

    def wanted(self) -> Wanted:
        """What somebody asks for while they wait: a topic, someone who has lived it, whom they would like."""
        topic, wish = self._one_of(self._of.topics), self._one_of(self._of.wishes)
        lived = self._wants.random() < self._of.shares and topic != ""
        whom = Wish(role=wish) if wish == COUNSELLOR else Wish(gender=wish) if wish else NO_WISH
        return topic, frozenset({topic} if lived else ()), whom

    def is_minor(self) -> bool:
        """Whether somebody who comes is under age, and it shows."""
        return self._wants.random() < self._of.minors

    def brings(self) -> Brings:
        """What one of the staff knows, has lived, and is."""
        names = [name for name, _share in self._of.topics]
        topics = frozenset(name for name in names if self._brings.random() < self._of.knows)
        tags = frozenset(name for name in names if self._brings.random() < self._of.lived)
        return Brings(topics, tags, "woman" if self._brings.random() < self._of.women else "man")

    def rises(self) -> bool:
        """Whether what they write while waiting turns out to be danger."""
        return self._came.random() < self._of.rises

    def rises_after(self, patience: float) -> float:
        """When it does."""
        return self._came.random() * patience

    def chat(self, beside: int) -> float:
        """How long a chat lasts with so many others running beside it. Some break off early."""
        of = self._of
        mean = of.chat * (of.slower if beside else 1.0)
        middle = log(mean) - of.spread**2 / 2
        length = min(self._went.lognormvariate(middle, of.spread), of.longest)
        broken, share = self._went.random() < of.lost, self._went.random()
        return length * (share if broken else 1.0) * _MINUTE

    def wrap(self) -> float:
        """How long the record takes afterwards."""
        return self._went.expovariate(1 / (self._of.wrap * _MINUTE)) if self._of.wrap else 0.0

    def answer(self) -> float | None:
        """After how long an offer is answered. None when nobody answers."""
        missed, after = self._went.random() < self._of.missed, self._went.expovariate(1.0)
        after *= self._of.answer_seconds
        return None if missed or after >= self._of.offer_seconds else after

    def is_absent(self) -> bool:
        """Whether somebody does not come to their turn."""
        return self._staff.random() < self._of.absent

    def first_rest(self) -> float:
        """When in their hour somebody rests."""
        return (0.5 + self._staff.random() / 2) * _HOUR

    def _one_of(self, shares: Sequence[tuple[str, float]]) -> str:
        """One of these by their shares, or nothing."""
        drawn = self._wants.random()
        for name, share in shares:
            drawn -= share
            if drawn < 0:
                return name
        return ""
