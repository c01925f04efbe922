"""`python -m bench WHAT [--json] [--runs N] [--alone]`: measure one thing, or all of them."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from bench import machine, talk
from bench.building import Missing
from bench.driving import Broken
from bench.figures import Tally, rounded

MEASURES: dict[str, Callable[[argparse.Namespace], Tally]] = {
    "delivered": lambda given: talk.delivered(given.runs, limits=not given.alone),
    "latency": lambda given: talk.at_rate(given.runs, 200, limits=not given.alone),
    "rate": lambda given: talk.at_rate(given.runs, 2000, limits=not given.alone),
    "room": lambda given: talk.room(given.runs, limits=not given.alone),
}


def main(arguments: Sequence[str]) -> int:
    """Measure and print: a table for people, one line of JSON for programs."""
    given = _parser().parse_args(arguments)
    machine.allow_many_files()
    try:
        tally = MEASURES[given.what](given)
    except (Missing, Broken) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    _print(tally, as_json=given.json)
    return 0


def _print(tally: Tally, *, as_json: bool) -> None:
    medians = {name: rounded(value) for name, value in tally.medians().items()}
    if as_json:
        print(json.dumps(medians))
        return
    spread = tally.spread()
    for name, value in medians.items():
        least, most = spread.get(name, (value, value))
        print(f"{name:34} {value:>12,}   {rounded(least):,} … {rounded(most):,}")


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    top.add_argument("what", choices=MEASURES)
    top.add_argument("--json", action="store_true", help="one line of JSON")
    top.add_argument("--runs", type=int, default=3, help="how many times (3); medians are shown")
    top.add_argument("--alone", action="store_true", help="Beside only, without the raw limits")
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
