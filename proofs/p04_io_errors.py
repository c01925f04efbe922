"""P4: the disk answers a flush or a write with an error."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from proofs.history import keep, now
from proofs.houses import SQLITE, House
from proofs.keeper import Keeper
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged
from tests.throwaway import die_with_parent

NUMBER = "P4"
PROMISE = (
    "A disk that answers with an error: nothing false is acknowledged, the process ends and is started again"
)
LIMITS = "SQLite; errors put into system calls by strace. The proof starts it again, as systemd would."
ALONE = True
ROUNDS = {"short": 1, "long": 10}
ERRORS = {"short": 2, "long": 10}
CALLS = ("fdatasync,fsync", "pwrite64")
BACK_WITHIN = 5.0
FEW = 50


def prove(plan: Plan, number: int) -> Round:
    """Several errors, one after the other, in flushes and in writes."""
    return _failing(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """No false acknowledgement; each error ended the process, and it was back within five seconds."""
    return judged(rounds, enough=1000 if len(rounds) >= ROUNDS["long"] else FEW, hits=len(rounds))


def swallowed(plan: Plan) -> Verdict:
    """Errors on the way to the disk are swallowed."""
    return judged([_failing(plan, 1, ["errors-swallowed"], 2)], enough=1)


CONTROLS = {"errors swallowed": swallowed}


def _failing(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    why = _lacking()
    if why:
        return Round(facts={"skipped": why})
    chance = random.Random(f"{plan.seed}/{number}")
    wrong: list[str] = []
    recovered: list[float] = []
    house = House(SQLITE, breakages=breakages)
    with house, Load(everyone(house), [house.port], seed=plan.seed, pause=0.02) as load:
        house.start()
        with Keeper(house) as keeper:
            load.talk()
            for each in range(ERRORS[plan.size]):
                calls = CALLS[(each + number) % len(CALLS)]
                moment = _error(house, load, calls, chance.randint(1, 40), plan.folder / "trace")
                wrong += _after(house, load, keeper, moment, recovered)
        ended(house, load, patience)
        keep(plan.folder / "history.jsonl", load.rows)
        done = judge_load(house, load, len(recovered), recovered, errors=ERRORS[plan.size])
        return Round(done.figures, (*done.wrong, *wrong), done.facts)


def _error(house: House, load: Load, calls: str, nth: int, trace: Path) -> float | None:
    """Have the n-th such call of each thread fail. Returns when the first one did, or None if none did."""
    assert house.server is not None
    load.wait(lambda: load.in_flight > 0, 10)
    trace.write_text("")
    inject = f"inject={calls}:error=EIO:when={nth}"
    command = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", f"trace={calls}", "-e", inject]
    strace = subprocess.Popen(
        [*command, "-p", str(house.server.child)], stderr=subprocess.DEVNULL, preexec_fn=die_with_parent
    )
    child = house.server.child
    met = load.wait(lambda: _met(trace), 15)
    moment = now() if met else None
    load.wait(lambda: house.server is None or house.server.child != child, BACK_WITHIN)
    strace.terminate()
    strace.wait(10)
    return moment


def _met(trace: Path) -> bool:
    """Whether a call failed that was about the log of the messages: other files end nothing."""
    return any("INJECTED" in line and "beside.db" in line for line in trace.read_text().splitlines())


def _after(
    house: House, load: Load, keeper: Keeper, moment: float | None, recovered: list[float]
) -> list[str]:
    if moment is None:
        return []
    # What was on its way as the process ended may still be answered: that is no sign that it went on.
    load.wait(lambda: any(start > moment for start in keeper.starts), BACK_WITHIN)
    load.wait(lambda: load.answered_after(max(moment, *keeper.starts, 0.0)) is not None, 30)
    if not any(start > moment for start in keeper.starts):
        return ["the process went on after an error of the disk"]
    back = (load.answered_after(next(start for start in keeper.starts if start > moment)) or now()) - moment
    recovered.append(back)
    time.sleep(0.3)
    return [] if back <= BACK_WITHIN else [f"it took {back:.1f} s to come back"]


def _lacking() -> str:
    if shutil.which("strace") is None:
        return "strace is missing (Debian's package of that name)"
    return "" if os.geteuid() == 0 else "putting errors into another process needs root"
