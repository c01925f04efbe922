"""`python -m proofs P1 P2 … [--seed S] [--rounds N] [--short] [--json]`, `--all [--two]`, `--list`.

Leaves with 0 when everything asked for passed, with 1 for a fail or an unknown, with 2 for an unknown number.
What was done already under the same seed is not done again; `--again` does it all.
"""

import argparse
import json
import random
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict

from proofs import book, pairs, table
from proofs.book import Proof
from proofs.shape import Outcome, Verdict


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for."""
    options = _options().parse_args(arguments)
    known = book.numbers()
    if options.list:
        for proof in map(book.proof, known):
            print(f"{proof.number:<4} {proof.promise}")
        return 0
    asked = list(known) if options.all else [number.upper() for number in options.numbers]
    missing = [number for number in asked if number not in known]
    if missing or not asked:
        print(f"There is no {', '.join(missing) or 'proof named'}; --list names them all.", file=sys.stderr)
        return 2
    proofs = [book.proof(number) for number in asked]
    if options.two:
        outcomes = pairs.run(proofs, _passed_on(options))
    else:
        outcomes = [_run(proof, options) for proof in proofs]
    if options.table:
        table.write(map(book.proof, known))
    return book.exit_code(outcomes)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m proofs", description="Promises, proven by breaking things."
    )
    parser.add_argument("numbers", nargs="*", help="P1 P2 …")
    parser.add_argument("--all", action="store_true", help="every proof there is")
    parser.add_argument("--list", action="store_true", help="say which there are")
    parser.add_argument("--two", action="store_true", help="two at once, but for those whose seconds count")
    parser.add_argument("--seed", type=int, help="repeat a run, or go on with it (random)")
    parser.add_argument("--rounds", type=int, help="not the whole measure, only so many rounds")
    parser.add_argument("--short", action="store_true", help="the short form, as the tests run it")
    parser.add_argument("--controls", action="store_true", help="show that the check can fail, as well")
    parser.add_argument("--again", action="store_true", help="forget what was kept under this seed")
    parser.add_argument("--table", action="store_true", help="write the table in docs/promises.md afterwards")
    parser.add_argument("--json", action="store_true", help="the verdict as one line of JSON")
    return parser


def _seed(options: argparse.Namespace) -> int:
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1, 10**6)
    return int(options.seed)


def _passed_on(options: argparse.Namespace) -> list[str]:
    """What a process of one proof is told, of what this one was."""
    flags = [f"--{name}" for name in ("short", "controls", "again", "json") if getattr(options, name)]
    rounds = ["--rounds", str(options.rounds)] if options.rounds else []
    return ["--seed", str(_seed(options)), *rounds, *flags]


def _run(proof: Proof, options: argparse.Namespace) -> Outcome:
    seed = _seed(options)
    size = "short" if options.short else "long"
    print(f"{proof.number} {proof.promise} (seed {seed}, {size})", flush=True)
    if options.again:
        book.forget(proof, seed, size)
    begun = time.monotonic()
    try:
        verdict, rounds = book.run(proof, seed, size, options.rounds)
    except Exception:
        traceback.print_exc()
        print(f"{proof.number} {Outcome.UNKNOWN}: the proof itself failed", flush=True)
        return Outcome.UNKNOWN
    if options.json:
        print(json.dumps({"number": proof.number, "seed": seed, **asdict(verdict)}))
    _tell(proof, verdict, time.monotonic() - begun, len(rounds))
    red = _controls(proof, seed) if options.controls else True
    return verdict.outcome if red else Outcome.FAIL


def _tell(proof: Proof, verdict: Verdict, seconds: float, rounds: int) -> None:
    about = f"{book.summary(verdict.figures)} in {rounds} rounds, {seconds:.0f} s"
    print(f"{proof.number} {verdict.outcome.value}: {about}", flush=True)
    for why in verdict.why:
        print(f"  {why}")


def _controls(proof: Proof, seed: int) -> bool:
    """Run every negative control; whether all of them were red."""
    found: dict[str, str] = {}
    for name in proof.controls:
        verdict = book.control(proof, name, seed)
        found[name] = verdict.outcome.value
        why = "; ".join(verdict.why)[:200]
        print(f"  {proof.number} control “{name}”: {verdict.outcome.value} ({why})", flush=True)
    book.keep_controls(proof, found)
    return all(outcome == Outcome.FAIL for outcome in found.values())


if __name__ == "__main__":
    sys.exit(main())
