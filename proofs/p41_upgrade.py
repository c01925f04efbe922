"""P41: what the first release left on a disk is migrated by today's program, killed on its way, and opens."""

import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from proofs import clusters
from proofs.houses import POSTGRESQL, SQLITE
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added
from tests.upgrade.fixture import Old

NUMBER = "P41"
PROMISE = "Release 0.1.0 is migrated with every word readable, also when the migration is killed on its way"
LIMITS = (
    "The fixture is small: it shows that every kind of row survives, not how long a large house takes. "
    "Nobody is served meanwhile: a migration is made at the start."
)
ROUNDS = {"short": 1, "long": 6}
KILLS = {"short": 2, "long": 6}
ENOUGH = {"short": 1, "long": 16}
_AT_WORK = (0.4, 0.95)
"""A kill comes somewhere in this part of the time that a whole migration takes: before it, Python starts."""


def prove(plan: Plan, number: int) -> Round:
    """One house of the first release: SQLite in odd rounds, PostgreSQL in even ones."""
    engine = SQLITE if number % 2 else POSTGRESQL
    return _round(plan, engine, random.Random(f"{plan.seed}/{number}"))


def judge(rounds: Sequence[Round]) -> Verdict:
    """Everything equal, and kills that met a migration on its way."""
    figures = added(rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong)
    least = ENOUGH["long"] if len(rounds) >= ROUNDS["long"] else ENOUGH["short"]
    if figures.get("hits", 0) < least:
        return Verdict(Outcome.UNKNOWN, figures, ("too few kills met a migration on its way",))
    return Verdict(Outcome.PASS, figures)


def a_word_changed(plan: Plan) -> Verdict:
    """One sealed payload is moved to another line on the way: the comparison has to see it."""
    return judge([_round(plan, SQLITE, random.Random(plan.seed), spoil=True)])


CONTROLS = {"a row moved to another place": a_word_changed}


def _round(plan: Plan, engine: str, chance: random.Random, *, spoil: bool = False) -> Round:
    folder = plan.folder / f"old{chance.randrange(10**6)}"
    shutil.rmtree(folder, ignore_errors=True)
    old = Old(folder, clusters.cluster() if engine == POSTGRESQL else None)
    old.put()
    if spoil:
        _spoil(old)
    whole = _seconds(Old(folder.with_name(f"{folder.name}r"), old.postgres))
    hits = sum(_killed(old, whole * chance.uniform(*_AT_WORK)) for _ in range(KILLS[plan.size]))
    last = old.migrate()
    said, _nothing = last.communicate(timeout=120)
    wrong = [f"the last migration left with {last.returncode}: {said[-200:]}"] if last.returncode else []
    found = _read(old)
    wrong += _compared(found, old.expected()) if found else ["a word could not be opened"]
    figures = {"kills": KILLS[plan.size], "hits": hits, "conversations": len(old.expected()["conversations"])}
    return Round(figures, tuple(wrong), {"engine": engine})


def _seconds(rehearsal: Old) -> float:
    """How long a migration takes here and now, without a kill."""
    rehearsal.put()
    begun = time.monotonic()
    rehearsal.migrate().communicate(timeout=120)
    return time.monotonic() - begun


def _killed(old: Old, after: float) -> bool:
    """Kill a migration so many seconds after it began; whether it was still at it."""
    process = old.migrate()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        time.sleep(0.1)
        return True
    return False


def _read(old: Old) -> dict[str, object]:
    try:
        return old.read()
    except AssertionError:
        return {}


def _compared(found: dict[str, object], expected: dict[str, object]) -> list[str]:
    return [f"{what} are not what they were" for what in expected if found.get(what) != expected[what]]


def _spoil(old: Old) -> None:
    """Swap what two lines of one chat say."""
    with sqlite3.connect(Path(old.data) / "beside.db") as database:
        first, second = database.execute(
            "SELECT id, sealed FROM conversations_entry WHERE kind = 'said' AND length(sealed) > 0 LIMIT 2"
        ).fetchall()
        database.execute("UPDATE conversations_entry SET sealed = ? WHERE id = ?", (second[1], first[0]))
