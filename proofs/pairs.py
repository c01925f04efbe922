"""Many proofs in less time: two at once in processes of their own, then alone those whose seconds count.

Two proofs share nothing but the folder of what is kept, where each has a folder of its own: houses, ports,
PostgreSQL and Redis are made by the process that needs them, and end with it.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from proofs.book import Proof
from proofs.shape import Outcome

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 2
FIRST = ("P1", "P8", "P2", "P17", "P43", "P10", "P9")
"""The longest: begun last, they would go on alone."""


def run(proofs: Sequence[Proof], options: Sequence[str]) -> list[Outcome]:
    """Run all of these with the same options (of `python -m proofs`); how they ended, in no order."""
    together = sorted((one for one in proofs if not one.alone), key=_turn)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda one: _apart(one, options), together))
    return outcomes + [_apart(one, options) for one in proofs if one.alone]


def _turn(proof: Proof) -> int:
    return FIRST.index(proof.number) if proof.number in FIRST else len(FIRST)


def _apart(proof: Proof, options: Sequence[str]) -> Outcome:
    command = [sys.executable, "-m", "proofs", proof.number, *options]
    done = subprocess.run(command, cwd=ROOT, check=False)
    return Outcome.PASS if done.returncode == 0 else Outcome.FAIL
