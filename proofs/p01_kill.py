"""P1: the server is killed with -9 in the middle of everything, again and again."""

import random
import time
from collections.abc import Sequence

from proofs.history import keep, now
from proofs.houses import POSTGRESQL, SQLITE, House
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P1"
PROMISE = "No acknowledged message is lost or doubled when the server is killed"
LIMITS = "One server process; the machine itself stays up. Half of the rounds on SQLite, half on PostgreSQL."
ROUNDS = {"short": 2, "long": 20}
KILLS = {"short": 3, "long": 10}
FEW = 100
"""Enough for the short form, which shows that the proof works; the long form needs the full measure."""


def prove(plan: Plan, number: int) -> Round:
    """Kill one house several times: SQLite in odd rounds, PostgreSQL in even ones."""
    engine = SQLITE if number % 2 else POSTGRESQL
    return _killed(plan, House(engine), random.Random(f"{plan.seed}/{number}"), 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost, nothing doubled; every kill has to have met words on their way."""
    many = sum(each.figures["kills"] for each in rounds) >= ROUNDS["long"] * KILLS["long"]
    return judged(rounds, enough=100_000 if many else FEW, hits=len(rounds))


def acknowledged_too_early(plan: Plan) -> Verdict:
    """The acknowledgement leaves before the commit."""
    house = House(SQLITE, breakages=["ack-before-commit"])
    return judged([_killed(plan, house, random.Random(plan.seed), 2)], enough=1)


CONTROLS = {"acknowledged before the commit": acknowledged_too_early}


def _killed(plan: Plan, house: House, chance: random.Random, patience: float) -> Round:
    hits, recovered = 0, []
    with house, Load(everyone(house), [house.port], seed=plan.seed, pause=0.02) as load:
        house.start()
        load.talk()
        for _ in range(KILLS[plan.size]):
            before = load.acked
            load.wait(lambda so_far=before: load.acked > so_far, 30)  # type: ignore[misc]  # a default it cannot infer
            time.sleep(chance.uniform(0.3, 2.0 if plan.long else 0.8))
            hits += load.in_flight > 0
            house.kill()
            recovered.append(_back(house, load))
        ended(house, load, patience)
        keep(plan.folder / "history.jsonl", load.rows)
        return judge_load(house, load, hits, recovered, kills=KILLS[plan.size])


def _back(house: House, load: Load) -> float:
    """Start again; the seconds until somebody's words were acknowledged."""
    moment = now()
    house.start()
    load.wait(lambda: load.answered_after(moment) is not None, 30)
    return (load.answered_after(moment) or now()) - moment
