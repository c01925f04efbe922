"""What a proof is made of.

Each proof is a module `proofs/pNN_subject.py` with

    NUMBER = "P1"
    PROMISE = "No acknowledged message is lost when a process is killed"
    ROUNDS = {"short": 2, "long": 40}
    def prove(plan: Plan, number: int) -> Round     one round, repeatable by plan.seed and number
    def judge(rounds: Sequence[Round]) -> Verdict   all rounds together
    CONTROLS: Mapping[str, Callable[[Plan], Verdict]]   what must come out as FAIL: the check, seen red

and, where seconds decide and a busy machine would spoil them, `ALONE = True`: nothing runs beside it.

`proofs/__main__.py` finds the modules, runs what is missing of them round by round, and keeps each round.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Outcome(StrEnum):
    """How a proof ended. Unknown is no pass: too little was done, or no fault hit work under way."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Plan:
    """How much to do. `folder` is the proof's own, empty at each round; `size` is "short" or "long"."""

    seed: int
    size: str
    folder: Path

    @property
    def long(self) -> bool:
        """Whether this is the full measure, not the one for every test run."""
        return self.size == "long"


@dataclass(frozen=True)
class Round:
    """What one round found: figures that are added up over the rounds, and what went wrong, in sentences."""

    figures: Mapping[str, float] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The end of a proof: the outcome, the figures that stand in the table, and why."""

    outcome: Outcome
    figures: Mapping[str, float] = field(default_factory=dict)
    why: tuple[str, ...] = ()
