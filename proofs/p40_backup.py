"""P40: a backup is taken under load, everything is wiped, and the backup is brought back."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from proofs import clusters
from proofs.checker import check
from proofs.history import INFO, OK, Row, finals, now
from proofs.houses import POSTGRESQL, ROOT, SQLITE, House
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import everyone, judged

NUMBER = "P40"
PROMISE = (
    "A backup taken under load brings back all that was acknowledged before it; what was erased stays erased"
)
LIMITS = (
    "What was said after the backup is gone with the machine. What was erased in the five minutes before the "
    "end can come back: the list beside the backups is written so often."
)
ROUNDS = {"short": 1, "long": 4}
ERASED = 3
FEW = 100
_TALK = {"short": 2 * FEW, "long": 3000}
"""So many are acknowledged before the backup is begun."""


def prove(plan: Plan, number: int) -> Round:
    """One backup and its return: SQLite in odd rounds, PostgreSQL in even ones."""
    return _round(plan, SQLITE if number % 2 else POSTGRESQL, "restore")


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost, nothing risen. Each backup has to have met words on their way."""
    enough = 1000 if len(rounds) >= ROUNDS["long"] else FEW
    return judged(rounds, enough=enough, hits=len(rounds))


def tombstones_ignored(plan: Plan) -> Verdict:
    """A restore that does not look at what was erased after the backup."""
    return judged([_round(plan, SQLITE, "restore-forgetful")], enough=1)


CONTROLS = {"tombstones ignored": tombstones_ignored}


def _round(plan: Plan, engine: str, how: str) -> Round:
    house, copies = House(engine), plan.folder / "copies"
    with house, Load(everyone(house), [house.port], seed=plan.seed) as load:
        house.start()
        load.talk()
        load.wait(lambda: load.acked >= _TALK[plan.size], 60)
        before, hits = now(), int(load.in_flight > 0)
        _beside(house, "backup", str(copies))
        took = now() - before
        time.sleep(0.3)
        gone = json.loads(_kept(house, "erase", str(ERASED), str(copies)))
        load.hush(1)
        house.kill()
        rows = [_as_known_before(row, before) for row in load.rows if row.conv not in gone]
        _wipe(house)
        begun = now()
        back = _back(house, how, copies)
        return _judged(house, rows, gone, hits, back, backup_s=took, restore_s=now() - begun)


def _judged(house: House, rows: list[Row], gone: list[str], hits: int, back: str, **times: float) -> Round:
    """What the restored house says, held against what was known before the backup."""
    found = list(finals(_kept(house, "final").splitlines()))
    risen = {one.conv for one in found if one.conv in gone}
    judged_ = check(rows, [one for one in found if one.conv not in gone], [])
    judged_.counts.pop("unresolved", None)  # nobody is left to answer what was said after the backup
    wrong = [*judged_.sentences(), *(f"conversation {conv} was erased and is back" for conv in sorted(risen))]
    if back:
        wrong.append(f"the restore said: {back}")
    figures = {**judged_.figures(), "hits": hits, "erased": len(gone), "risen": len(risen)}
    most = {f"most_{name}": round(value, 2) for name, value in times.items()}
    return Round({**figures, **most}, tuple(wrong), dict(house.template.facts))


def _as_known_before(row: Row, moment: float) -> Row:
    """What was acknowledged after the backup began may be in it or not."""
    if row.op == "say" and row.result == OK and (row.returned or 0) < moment:
        return row
    known = Row(**{name: getattr(row, name) for name in row.__struct_fields__})
    known.result = INFO if row.op == "say" else row.result
    return known


def _wipe(house: House) -> None:
    """All of it: the data directory, and the databases."""
    shutil.rmtree(house.data)
    house.data.mkdir(mode=0o700)
    if house.database:
        for name in (house.database, f"{house.database}_keys"):
            clusters.cluster().sql(f'DROP DATABASE "{name}" WITH (FORCE)')
            clusters.cluster().make(name)


def _back(house: House, how: str, copies: Path) -> str:
    """Bring it back; what went wrong, or nothing."""
    if how == "restore":
        done = _run(house, "beside.project.command", "restore", "--json", str(copies))
    else:
        done = _run(house, "proofs.kept", how, str(copies))
    return "" if done.returncode == 0 else (done.stderr or done.stdout)[-300:]


def _beside(house: House, *arguments: str) -> str:
    done = _run(house, "beside.project.command", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _kept(house: House, *arguments: str) -> str:
    done = _run(house, "proofs.kept", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run(house: House, module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(
        command, env=house.environment, cwd=ROOT, check=False, capture_output=True, text=True, timeout=600
    )
