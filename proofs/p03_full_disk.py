"""P3: the disk fills up under load, stays full for a while, and is freed."""

import os
import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from proofs.history import keep, now
from proofs.houses import SQLITE, House
from proofs.keeper import Keeper
from proofs.plain import PlainTalker
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load, Talker
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P3"
PROMISE = "A full disk: nothing is acknowledged that is not there, people are told, reading goes on"
LIMITS = "SQLite in a file system of its own in memory, of a size that it outgrows."
ALONE = True
ROUNDS = {"short": 1, "long": 6}
FULL_SECONDS = {"short": 3.0, "long": 8.0}
SAID_WITHIN, BACK_WITHIN = 2.0, 10.0
FEW = 50
BY_PAGES = 4
ROOM = "64m"


def prove(plan: Plan, number: int) -> Round:
    """Fill the disk, look around, free it."""
    return _filled(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """No false acknowledgement, an answer within two seconds, back within ten."""
    return judged(rounds, enough=1000 if len(rounds) >= ROUNDS["long"] else FEW, hits=len(rounds))


def swallowed(plan: Plan) -> Verdict:
    """Errors on the way to the disk are swallowed."""
    return judged([_filled(plan, 1, ["errors-swallowed"], 2)], enough=1)


CONTROLS = {"errors swallowed": swallowed}


def _filled(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    if os.geteuid():
        return Round(facts={"skipped": "a file system of its own needs root"})
    chance = random.Random(f"{plan.seed}/{number}")
    with _small(plan.folder / "small") as small:
        house = House(SQLITE, data=small / "var", breakages=breakages)
        with house, Load(everyone(house), [house.port], seed=plan.seed, pause=0.02) as load:
            house.inside("since-yesterday")
            house.start()
            with Keeper(house):
                load.talk()
                time.sleep(chance.uniform(1.0, 3.0))
                wrong, figures = _full(plan, house, load, small / "filler")
            ended(house, load, patience)
            keep(plan.folder / "history.jsonl", load.rows)
            done = judge_load(house, load, int(figures.pop("hits")), [figures["most_back_s"]], **figures)
            return Round(done.figures, (*done.wrong, *wrong), done.facts)


def _full(plan: Plan, house: House, load: Load, filler: Path) -> tuple[list[str], dict[str, float]]:
    begun = now()
    _fill(filler)
    load.wait(lambda: sum(sum(one.refusals.values()) for one in load.talkers) > 0, 5)
    refused = sum(sum(one.refusals.values()) for one in load.talkers)
    time.sleep(FULL_SECONDS[plan.size] / 2)
    reads = _somebody_reads(house, plan.seed)
    time.sleep(FULL_SECONDS[plan.size] / 2)
    freed = now()
    filler.unlink()
    load.wait(lambda: load.answered_after(freed) is not None, 30)
    back = (load.answered_after(freed) or now() + 30) - freed
    said = load.longest_wait(begun + 0.2, freed)
    wrong = [] if reads else ["nobody could read while the disk was full"]
    if said > SAID_WITHIN:
        wrong.append(f"somebody waited {said:.1f} s to hear that it was not sent")
    if back > BACK_WITHIN:
        wrong.append(f"it took {back:.1f} s to come back")
    return wrong, {"hits": refused > 0, "refused": refused, "most_said_s": said, "most_back_s": back}


def _somebody_reads(house: House, seed: int) -> bool:
    """Whether everybody who comes now is shown everything within ten seconds, at whichever try.

    Some come by pages, which note the day on which they were asked for.
    """
    seekers = [pair[0] for pair in house.people[:BY_PAGES]]
    with Load(everyone(house), [house.port], seed=seed) as readers:
        readers.add(*(PlainTalker(each, [house.port], random.Random(seed)) for each in seekers))
        return readers.wait(lambda: all(map(_was_shown_all, readers.talkers)), 10)


def _was_shown_all(reader: Talker | PlainTalker) -> bool:
    heads = [row.position for row in reader.rows if row.result == "ok"]
    return bool(heads) and reader.position >= heads[0] > 0


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue


@contextmanager
def _small(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "beside-proof", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
