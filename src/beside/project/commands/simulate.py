"""`beside simulate`: a day at the desk that never was, to try a roster before people live under it."""

import argparse
from pathlib import Path
from typing import Any

from beside.desk import simulation
from beside.desk.simulation.results import summary
from beside.project.environment import Refused


def run(options: argparse.Namespace) -> int:
    """Print the day's figures. Touches no table."""
    try:
        results = simulation.simulate(_scenario(options.scenario), options.seed)
    except ValueError as wrong:
        raise Refused(str(wrong)) from None
    print(simulation.as_json(results) if options.json else "\n".join(_sentences(summary(results))))
    return 0


def _scenario(given: str) -> simulation.Scenario:
    path = Path(given)
    if path.suffix != ".toml":
        return simulation.named(given)
    try:
        return simulation.read(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise Refused(f"{path} cannot be read: {missing.strerror}.") from None


def _sentences(day: dict[str, Any]) -> list[str]:
    everyone = day["all"]
    rows = [("everyone", everyone), *((f"urgency {level}", of) for level, of in day["by_urgency"].items())]
    return [
        f"{day['scenario']}, seed {day['seed']}: {day['came']} came, {day['closed']} found it closed, "
        f"{day['full']} full. Places were used {_share(day['occupancy'])} of the time.",
        f"{'':<12}{'came':>6}{'answered':>10}{'left':>6}{'in time':>9}{'half within':>13}{'nine in ten':>13}",
        *(_row(name, of) for name, of in rows),
        f"Of {day['wished']['answered']} who asked for a topic or a kind of person, "
        f"{_share(day['wished']['met'])} met all of it. Of {day['estimate']['told']} who waited, "
        f"{_share(day['estimate']['inside'])} waited as long as they were told.",
        f"In danger with nobody asked and nobody told: {day['danger_without_answer']}.",
    ]


def _row(name: str, of: dict[str, Any]) -> str:
    half, most = _wait(of["wait_p50"]), _wait(of["wait_p90"])
    in_time = _share(of["in_time"])
    return f"{name:<12}{of['came']:>6}{of['answered']:>10}{of['left']:>6}{in_time:>9}{half:>13}{most:>13}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value * 100:.0f} %"


def _wait(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
