"""P12: what was shown before, and the events since, make what is shown now, for every kind of entry."""

import json
import subprocess
import sys
from collections.abc import Sequence

from proofs.houses import POSTGRESQL, ROOT, SQLITE, House
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added

NUMBER = "P12"
PROMISE = "The first state and the events after it make the state of now, for every kind of entry"
LIMITS = """The kinds of entries, notices and cards are asked of the product. Frames are folded by a
reader written from docs/protocol.md, not by the page's script, which has journeys of its own."""
ROUNDS = {"short": 1, "long": 2}


def prove(plan: Plan, number: int) -> Round:
    """Every kind, live and caught up, on both sides; PostgreSQL in even rounds."""
    return _compared(number, "")


def judge(rounds: Sequence[Round]) -> Verdict:
    """No state differs, and every kind has its case."""
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    return Verdict(Outcome.FAIL if wrong else Outcome.PASS, added(rounds), wrong[:10])


CONTROLS = {
    "edits are not told": lambda _plan: judge([_compared(1, "edits-not-told")]),
    "a kind without a case": lambda _plan: judge([_compared(1, "no-case-card")]),
}


def _compared(number: int, breakage: str) -> Round:
    with House(SQLITE if number % 2 else POSTGRESQL) as house:
        done = subprocess.run(
            [sys.executable, "-m", "proofs.states", breakage],
            env=house.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found = json.loads(done.stdout)
    wrong = tuple(sentence for each in found.values() for sentence in each["wrong"])
    sums = {name: sum(each[name] for each in found.values()) for name in ("compared", "entries")}
    return Round({"kinds": len(found), **sums}, wrong)
