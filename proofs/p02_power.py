"""P2: the power goes, at a random write or flush, while everybody talks."""

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from proofs.history import keep, now
from proofs.houses import SQLITE, House
from proofs.lossy.power import Socket, lacking
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P2"
PROMISE = "No acknowledged message is lost when the power goes"
LIMITS = """A simulated disk (FUSE): all writes since the last flush are lost but for a random share of their
sectors; making, removing and renaming files is durable at once. SQLite only."""
ROUNDS = {"short": 1, "long": 10}
CUTS = {"short": 3, "long": 10}
FEW = 100
SHARES = (0.0, 0.1, 0.5, 0.9)
"""Which share of the unflushed sectors had reached the disk."""
STEPS = {"short": (40, 400), "long": (40, 3000)}


def prove(plan: Plan, number: int) -> Round:
    """The whole service on a disk that forgets; the power is cut several times."""
    return _cut(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost, the database whole."""
    many = sum(each.figures.get("cuts", 0) for each in rounds) >= ROUNDS["long"] * CUTS["long"]
    return judged(rounds, enough=1000 if many else FEW, hits=len(rounds))


def not_flushed(plan: Plan) -> Verdict:
    """SQLite with synchronous=NORMAL."""
    return judged([_cut(plan, 1, ["synchronous-normal"], 2)], enough=1)


CONTROLS = {"synchronous=NORMAL": not_flushed}


def _cut(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    why = lacking()
    if why:
        return Round(facts={"skipped": why})
    chance = random.Random(f"{plan.seed}/{number}")
    with Socket(Path(mkdtemp(dir=plan.folder))) as disk:
        data = disk.behind / "var"
        house = House(SQLITE, data=data, breakages=breakages)
        house.data = disk.mount / "var"
        with house, Load(everyone(house), [house.port], seed=plan.seed) as load:
            hits, recovered = _cuts(plan, house, load, disk, chance)
            ended(house, load, patience)
            keep(plan.folder / "history.jsonl", load.rows)
            return judge_load(house, load, hits, recovered, cuts=CUTS[plan.size])


def _cuts(
    plan: Plan, house: House, load: Load, disk: Socket, chance: random.Random
) -> tuple[int, list[float]]:
    hits, recovered = 0, []
    house.start()
    load.talk()
    for _ in range(CUTS[plan.size]):
        before = load.acked
        load.wait(lambda so_far=before: load.acked > so_far + 5, 30)  # type: ignore[misc]  # a default it cannot infer
        assert house.server is not None
        seed, share = chance.randrange(10**6), chance.choice(SHARES)
        disk.cut_after(chance.randint(*STEPS[plan.size]), [house.server.child], seed=seed, share=share)
        load.wait(house.server.has_ended, 60)
        hits += load.in_flight > 0
        moment = now()
        house.kill()
        disk.unplug()
        disk.plug_in()
        house.start()
        load.wait(lambda since=moment: load.answered_after(since) is not None, 30)  # type: ignore[misc]  # a default it cannot infer
        recovered.append((load.answered_after(moment) or now()) - moment)
    return hits, recovered
