"""P20: everybody gets what the reviewed table says, on every page and every socket, and nothing else.

`tests/rights/table.toml` says who may do what with whose things. Here every role asks for every page with
every method, and sends every frame, about its own things, those of others, erased ones and such as never
were: the long form all cells, the short form a share drawn by the seed, at least twelve for each line.
Besides the answer: whether a refused cell wrote anything, and whether forbidden looks like what never was,
status, headers and body, and on four pages how long the processor takes for it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P20"
PROMISE = "Everybody gets what the reviewed table of rights says, on every page and socket, and nothing else"
LIMITS = (
    "SQLite; how long an answer takes is looked at on four pages only. Every form is sent one set of "
    "plausible values."
)
ROUNDS = {"short": 1, "long": 1}

ROOT = Path(__file__).resolve().parents[1]
SHARE = {"short": 0.01, "long": 1.0}
FEWEST = {"short": 800, "long": 10_000}
"""Fewer cells than this prove nothing."""


def prove(plan: Plan, number: int) -> Round:
    """Try the table in a house of its own."""
    found = _tried(plan, "--share", str(SHARE[plan.size]), "--seed", str(plan.seed + number))
    return Round(found["figures"], tuple(found["wrong"]), {"size": plan.size})


def judge(rounds: Sequence[Round]) -> Verdict:
    """One wrong cell is a fail; too few cells are no answer."""
    cells = sum(each.figures.get("cells", 0) for each in rounds)
    wrong = [words for each in rounds for words in each.wrong]
    figures = {
        "cells": cells,
        "wrong": float(len(wrong)),
        **_added(rounds, "frames", "looked alike", "let in"),
    }
    if wrong:
        return Verdict(Outcome.FAIL, figures, tuple(wrong[:20]))
    fewest = max(FEWEST[each.facts["size"]] for each in rounds) if rounds else 1
    return Verdict(Outcome.PASS if cells >= fewest else Outcome.UNKNOWN, figures)


def _control(fault: str) -> Callable[[Plan], Verdict]:
    def broken(plan: Plan) -> Verdict:
        found = _tried(plan, "--fault", fault, "--share", "0.05", "--seed", str(plan.seed))
        return judge([Round(found["figures"], tuple(found["wrong"]), {"size": "short"})])

    return broken


CONTROLS: Mapping[str, Callable[[Plan], Verdict]] = {
    fault: _control(fault)
    for fault in ("a page without its door", "a log that asks for no seat", "a page that nobody reviewed")
}
"""Each with one thing broken on purpose (`tests/rights/faults.py`)."""


def _tried(plan: Plan, *how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.rights", str(plan.folder), *how],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BESIDE_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def _added(rounds: Sequence[Round], *names: str) -> dict[str, float]:
    return {name: sum(each.figures.get(name, 0) for each in rounds) for name in names}
