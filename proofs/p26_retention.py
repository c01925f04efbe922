"""P26: the clock jumps, the worker is killed in the middle of destroying, and nothing is kept too long."""

import atexit
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from proofs import clusters
from proofs.houses import POSTGRESQL, ROOT, SQLITE
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added

NUMBER = "P26"
PROMISE = "What is promised to be destroyed is destroyed, even if nobody looks and the worker is killed"
LIMITS = (
    "The clock is the house's own (foundation.clock), not the kernel's. Backups by the scheduler and chats "
    "held for a life at risk are tried in the tests."
)
ROUNDS = {"short": 1, "long": 6}
CHATS = {"short": 40, "long": 240}
KILLS = {"short": 1, "long": 3}
_DAY = 86_400
_RESTART = 30
"""Seconds by which the clock goes on between a killed worker and the next: longer than a lease."""


def prove(plan: Plan, number: int) -> Round:
    """Two jumps of one house, 1 to 400 days: SQLite in odd rounds, PostgreSQL in even ones."""
    return _round(plan, SQLITE if number % 2 else POSTGRESQL, random.Random(f"{plan.seed}/{number}"))


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing a day over its time, nothing gone early, and kills that met the work."""
    figures = added(rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if figures.get("hits", 0) < 1:
        return Verdict(Outcome.UNKNOWN, figures, ("no kill met the worker while it destroyed",))
    return Verdict(Outcome.PASS, figures)


def retention_off(plan: Plan) -> Verdict:
    """The worker runs, but without its turn of destroying."""
    return judge([_round(plan, SQLITE, random.Random(plan.seed), mode="idle")])


CONTROLS = {"retention switched off": retention_off}


def _round(plan: Plan, engine: str, chance: random.Random, mode: str = "") -> Round:
    environment = _environment(engine)
    made = json.loads(_aged(environment, "live", str(CHATS[plan.size])))
    jumps = (chance.randint(2, 28), chance.randint(32, 400))
    wrong: list[str] = []
    figures = {"chats": CHATS[plan.size], "kills": 0, "hits": 0, "destroyed": 0}
    for jump in jumps:
        moved = jump * _DAY
        for _ in range(0 if mode else KILLS[plan.size]):
            figures["kills"] += 1
            figures["hits"] += _killed(environment, moved, chance)
            moved += _RESTART
        _aged(environment, "work", str(moved), *([mode] if mode else []))
        told = json.loads(_aged(environment, "told", str(moved + _DAY)))
        wrong += _wrong(told, made, jump)
        figures["destroyed"] = sum(not opens for opens in told["opens"].values())
    return Round(figures, tuple(wrong), {"engine": engine, "jumps": jumps})


def _wrong(told: Mapping[str, Any], made: Mapping[str, list[str]], jump: int) -> list[str]:
    """What should be gone by the promise itself, not by the program's own idea of what is due."""
    due = set(made["none"]) | (set(made["words"]) if jump > 30 else set())
    kept = {conv for both in made.values() for conv in both} - due
    found = []
    if told["overdue"] or told["health"] == "red":
        found.append(f"after {jump} days {told['overdue']} are overdue, and health is {told['health']}")
    for what in ("wrapped", "sealed"):
        if left := due & set(told[what]):
            found.append(f"after {jump} days {len(left)} chats are still {what}")
    if early := [conv for conv in kept if not told["opens"][conv]]:
        found.append(f"after {jump} days {len(early)} chats with five words are gone too early")
    return found


def _killed(environment: Mapping[str, str], moved: int, chance: random.Random) -> bool:
    """Kill a worker after it has destroyed some; whether it was in the middle."""
    process = subprocess.Popen(
        _command("work", str(moved)), env=dict(environment), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = int(process.stdout.readline() or 0)
    wanted = chance.randint(1, 5)
    for line in process.stdout:
        if int(line) - first >= wanted:
            break
    was_at_it = process.poll() is None
    process.kill()
    process.wait()
    return was_at_it


def _aged(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        _command(*arguments),
        env=dict(environment),
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "proofs.aging", *arguments]


def _environment(engine: str) -> dict[str, str]:
    folder = Path(mkdtemp(prefix="beside-aging-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BESIDE_", "DJANGO_"))}
    own = {
        "BESIDE_DATA": str(folder / "var"),
        "BESIDE_ROOT_KEY": str(folder / "root-key"),
        "BESIDE_DEMO": "no",
    }
    if engine == POSTGRESQL:
        name = folder.name.replace("-", "_").lower()
        clusters.cluster().make(name)
        own["BESIDE_DATABASE_URL"] = clusters.cluster().url(name)
    return {**kept, **own}
