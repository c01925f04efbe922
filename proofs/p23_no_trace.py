"""P23: a person comes, waits, talks, comes back, takes a copy, erases; nothing of them stays unsealed.

Forty marks (headers, the address the connection comes from, a foreign cookie, words in every form there is)
are looked for in six encodings in the data directory with its -wal files (once in the middle of the chat,
once at the end), in what the server wrote, in Redis with all that went over it, in a backup, and in the
temporary directory. What must be there (the made-up name, in clear) is looked for too: a search that finds
nothing anywhere would prove nothing.
"""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from proofs import clusters, traces
from proofs.houses import POSTGRESQL, ROOT, SQLITE, House
from proofs.journey import Journey
from proofs.listening import Overheard
from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P23"
PROMISE = "No trace of a seeker stays in data, logs, Redis, backups or temporary files"
LIMITS = (
    "Searched at rest, not in the memory of the processes. What a proxy or the operator's machine writes "
    "of its own is not searched."
)
ROUNDS = {"short": 1, "long": 10}
REQUESTS = 15
"""A journey of fewer requests has not been through the house."""


def prove(plan: Plan, number: int) -> Round:
    """One person's whole journey: on SQLite in odd rounds, on PostgreSQL in even ones."""
    return _round(plan, number, SQLITE if number % 2 else POSTGRESQL)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing found, in places where something was looked for and could be found."""
    names = {name for each in rounds for name in each.figures}
    figures = {name: sum(each.figures.get(name, 0) for each in rounds) for name in sorted(names)}
    figures |= {"marks": len(traces.NAMES), "encodings": len(traces.ENCODINGS)}
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    for each in rounds:
        if each.figures["requests"] < REQUESTS or not each.figures["expected"]:
            return Verdict(Outcome.UNKNOWN, figures, ("the journey or the search did not get far enough",))
    return Verdict(Outcome.PASS, figures)


def _control(breakage: str) -> Callable[[Plan], Verdict]:
    """The same journey through a house that keeps a trace."""

    def proves(plan: Plan) -> Verdict:
        return judge([_round(plan, 1, SQLITE, breakage)])

    return proves


CONTROLS = {
    "requests are logged": _control("meta-logged"),
    "addresses are kept as a hash": _control("address-hashed"),
    "forms are spooled to a file": _control("forms-spooled"),
}


def _round(plan: Plan, number: int, engine: str, *breakages: str) -> Round:
    folder, chance = plan.folder, random.Random(f"{plan.seed}-{number}")
    made, temporary = traces.marks(chance), folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    begun = time.time() - 2
    with Overheard(folder / "redis") as redis:
        house = House(engine, pairs=1, breakages=breakages, TMPDIR=str(temporary), BESIDE_REDIS_URL=redis.url)
        with house:
            house.start()
            journey = Journey(house, made)
            journey.talks()
            shutil.copytree(house.data, folder / "in the middle", ignore_dangling_symlinks=True)
            if not breakages:  # each of these is found without it, and a test run has little time
                _backup(house, folder / "copies")
            journey.comes_back_and_erases()
            redis.dump()
            places = [house.data, folder, *_log(house), *_cluster(engine)]
            found, files, size = traces.search(made, places, begun)
            expected = traces.search({"name": journey.name}, places)[0]
    figures = {"requests": journey.requests, "files": files, "bytes": size, "found": len(found)}
    wrong = sorted({f"{one.name} as {one.encoding} in {one.where}" for one in found})
    return Round({**figures, "expected": len(expected)}, tuple(wrong), {"engine": engine})


def _cluster(engine: str) -> list[Path]:
    """The files of PostgreSQL, its log ahead and its own words among them."""
    if engine == SQLITE:
        return []
    clusters.cluster().sql("CHECKPOINT")
    return [clusters.cluster().folder]


def _log(house: House) -> list[Path]:
    """What the server wrote on its output."""
    return [house.server._log] if house.server is not None else []


def _backup(house: House, folder: Path) -> None:
    command = [sys.executable, "-m", "beside.project.command", "backup", str(folder)]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
