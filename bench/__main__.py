"""Measure Beside. Every figure stands beside what this machine could do at most, measured in the same run."""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import machine
from bench.building import BUILT
from bench.figures import Tally, rounded
from bench.measures import MEASURES
from bench.table import write

KEPT = BUILT / "all.json"
QUICK = tuple(name for name, measure in MEASURES.items() if measure.quick)


def main(arguments: Sequence[str]) -> int:
    """Measure and print: a table for people, one line of JSON for programs."""
    given = _parser().parse_args(arguments)
    if given.what == "table":
        return write(Path(given.file) if given.file else KEPT)
    machine.allow_many_files()
    found = _all(given) if given.what in ("all", "quick") else {given.what: _one(given.what, given)}
    if given.keep:
        _keep(found)
    _print(found, given)
    return 0 if all("broken" not in figures for figures in found.values()) else 2


def _all(given: argparse.Namespace) -> dict[str, dict[str, Any]]:
    every = tuple(name for name, measure in MEASURES.items() if not measure.apart)
    names, found = every if given.what == "all" else QUICK, {}
    for name in names:
        found[name] = _one(name, given, quick=given.what == "quick")
        if given.what == "all":
            _keep(found)
    return found


def _one(name: str, given: argparse.Namespace, *, quick: bool = False) -> dict[str, Any]:
    """Medians, the spread over the runs, and how busy the machine was before; or why there are none."""
    measure, begun, before = MEASURES[name], time.monotonic(), machine.load()
    print(f"{name}: {measure.about} …", file=sys.stderr, flush=True)
    try:
        tally = measure.quick() if quick and measure.quick else measure.run(given)
    except Exception as trouble:  # the others are still measured, and what failed is said
        print(f"  {trouble}", file=sys.stderr, flush=True)
        return {"broken": f"{type(trouble).__name__}: {trouble}".splitlines()[0], "on": _now()}
    about = {"seconds": round(time.monotonic() - begun), "load_before": before, "on": _now()}
    return {"figures": _rounded(tally), "spread": _spread(tally), **about}


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime())


def _rounded(tally: Tally) -> dict[str, float]:
    return {name: rounded(value) for name, value in tally.medians().items()}


def _spread(tally: Tally) -> dict[str, list[float]]:
    return {name: [rounded(least), rounded(most)] for name, (least, most) in tally.spread().items()}


def _keep(found: Mapping[str, Any]) -> None:
    """Keep what was found for `python -m bench table`, beside what was kept before and not measured anew."""
    kept = json.loads(KEPT.read_text())["measures"] if KEPT.exists() else {}
    BUILT.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps({"about": machine.about(), "measures": {**kept, **found}}, indent=1) + "\n")


def _print(found: Mapping[str, Mapping[str, Any]], given: argparse.Namespace) -> None:
    one = given.what in MEASURES
    if given.json:
        plain = {name: each.get("figures", each) for name, each in found.items()}
        print(json.dumps(plain[given.what] if one else plain))
        return
    for name, each in found.items():
        for figure, value in each.get("figures", {}).items():
            least, most = each["spread"].get(figure, (value, value))
            between = f"   {least:,} … {most:,}" if least != most else ""
            print(f"{name:10} {figure:54} {value:>12,}{between}")


def _parser() -> argparse.ArgumentParser:
    rows = [f"  {name:10} {measure.about}" for name, measure in MEASURES.items()]
    rows += [
        f"  quick      a short form of {', '.join(QUICK)}",
        "  all        everything but peers, in about a quarter of an hour",
    ]
    rows += ["  table      write the figures of the last `all` into docs/performance.md"]
    top = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        epilog="\n".join(["what:", *rows]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("what", choices=[*MEASURES, "quick", "all", "table"], metavar="what")
    top.add_argument("--json", action="store_true", help="one line of JSON")
    top.add_argument("--runs", type=int, default=3, help="how many times (3); medians are shown")
    top.add_argument("--alone", action="store_true", help="Beside only, without the raw limits")
    top.add_argument("--keep", action="store_true", help="keep the figures for `table`, as `all` does")
    top.add_argument("--file", help="for table: another file than that of the last `all`")
    return top


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
