"""P43: keys move to a new epoch while everybody talks; the rotation is killed in the middle and goes on."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from proofs.history import keep
from proofs.houses import POSTGRESQL, ROOT, SQLITE, House
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P43"
PROMISE = (
    "Keys are rotated while everybody talks: nothing lost, nothing closed, and the old key opens nothing"
)
LIMITS = "One server. A key store backup from before opens with the root key until it is gone (7 days)."
ROUNDS = {"short": 1, "long": 6}
KEYS = {"short": 4000, "long": 20_000}
KILLS = {"short": 1, "long": 5}
FEW = 50


def prove(plan: Plan, number: int) -> Round:
    """Rotate one house under load, killing the rotation and once the server; the root key too in the end."""
    engine = SQLITE if number % 2 or not plan.long else POSTGRESQL
    return _rotated(plan, House(engine), random.Random(f"{plan.seed}/{number}"))


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost, no key closed, the old epoch's key opens none; every round killed a rotation half way."""
    return judged(rounds, enough=1000 if len(rounds) >= ROUNDS["long"] else FEW, hits=len(rounds))


def old_key_kept(plan: Plan) -> Verdict:
    """Somebody begins a new epoch and believes that the old key is worth nothing from then on."""
    with House(SQLITE) as house:
        stolen = _sealed(house, "more_keys", "20")
        _sealed(house, "keep_old_epochs")
        wrong = _closed_and_open(_sealed(house, "opened_by", *stolen))
    return Verdict(Outcome.FAIL if wrong else Outcome.PASS, {}, tuple(wrong))


def old_key_destroyed_first(plan: Plan) -> Verdict:
    """Somebody destroys the old epoch's key before every data key was moved."""
    with House(SQLITE) as house:
        _sealed(house, "more_keys", "20")
        _sealed(house, "end_too_early")
        wrong = _closed_and_open(_sealed(house, "opened_by"))
    return Verdict(Outcome.FAIL if wrong else Outcome.PASS, {}, tuple(wrong))


CONTROLS = {"the old key is kept": old_key_kept, "the old key is destroyed first": old_key_destroyed_first}


def _rotated(plan: Plan, house: House, chance: random.Random) -> Round:
    stolen = _sealed(house, "more_keys", f"{KEYS[plan.size]}")
    with house, Load(everyone(house), [house.port], seed=plan.seed, pause=0.2) as load:
        house.start()
        load.talk()
        load.wait(lambda: load.acked > 0, 30)
        hits = sum(_killed_half_way(house, load, chance) for _ in range(KILLS[plan.size]))
        _through(house, "keys", "rotate")
        if plan.long:
            house.kill()
            house.start()
            _through(house, "keys", "rotate", "--root")
        so_far = load.acked
        load.wait(lambda: load.acked > so_far, 30)
        ended(house, load)
        keep(plan.folder / "history.jsonl", load.rows)
        closed = sum(talker.refusals.get("unavailable", 0) for talker in load.talkers)
        done = judge_load(house, load, hits, keys=KEYS[plan.size], closed=closed)
        facts = _sealed(house, "opened_by", *stolen)
        wrong = [*done.wrong, *_closed_and_open(facts)]
        wrong += [f"{closed} times somebody was told that a key is missing"] if closed else []
    figures = {**done.figures, "opened_by_old": facts["opened"], "living": facts["living"]}
    return Round(figures, tuple(wrong), done.facts)


def _killed_half_way(house: House, load: Load, chance: random.Random) -> bool:
    """Begin to rotate, or go on, and kill it; true when it was moving keys while people talked."""
    rotating = subprocess.Popen(
        [sys.executable, "-m", "beside.project.command", "keys", "rotate"],
        env=house.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert rotating.stdout is not None
    rotating.stdout.readline()  # it says that it begins
    before = load.acked
    rotating.stdout.readline()  # and how far it is
    time.sleep(chance.uniform(0, 0.02))
    talked = load.acked > before or load.in_flight
    rotating.kill()
    rotating.communicate()
    left = _sealed(house, "waiting")
    return bool(talked and left["waiting"] and left["moved"])


def _through(house: House, *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "beside.project.command", *command],
        env=house.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def _closed_and_open(facts: dict[str, int]) -> list[str]:
    wrong = []
    if facts["opened"]:
        wrong.append(f"the old epoch's key opens {facts['opened']} of {facts['living']} keys")
    if facts["fail"]:
        wrong.append(f"{facts['fail']} of {facts['living']} keys do not open any more")
    return wrong


def _sealed(house: House, *arguments: str) -> Any:
    command = [sys.executable, "-m", "proofs.sealed", *arguments]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])
