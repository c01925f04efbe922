"""P5: PostgreSQL is restarted without a goodbye, every ten seconds, while everybody talks."""

import random
import time
from collections.abc import Sequence

from proofs import clusters
from proofs.history import keep, now
from proofs.houses import POSTGRESQL, House
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged

NUMBER = "P5"
PROMISE = "PostgreSQL restarted at once under load: nothing lost, nothing doubled, and nobody waits long"
LIMITS = "`pg_ctl -m immediate` on the machine of the server; no replica, no other machine."
ALONE = True
ROUNDS = {"short": 1, "long": 3}
RESTARTS = {"short": 2, "long": 5}
EVERY = {"short": 1.5, "long": 10.0}
SENT_WITHIN = 8.0
FEW = 50


def prove(plan: Plan, number: int) -> Round:
    """Restart it several times under one house."""
    return _restarted(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost; 99 of 100 words acknowledged within eight seconds, outages included."""
    return judged(rounds, enough=1000 if len(rounds) >= ROUNDS["long"] else FEW, hits=len(rounds))


def not_flushed(plan: Plan) -> Verdict:
    """PostgreSQL with synchronous_commit=off."""
    return judged([_restarted(plan, 1, ["commit-off"], 2)], enough=1)


CONTROLS = {"synchronous_commit=off": not_flushed}


def _restarted(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    chance = random.Random(f"{plan.seed}/{number}")
    hits, recovered = 0, []
    house = House(POSTGRESQL, breakages=breakages)
    with house, Load(everyone(house), [house.port], seed=plan.seed, pause=0.1) as load:
        house.start()
        load.talk()
        for _ in range(RESTARTS[plan.size]):
            time.sleep(EVERY[plan.size] * chance.uniform(0.8, 1.2))
            hits += load.in_flight > 0
            moment = now()
            clusters.cluster().restart_at_once()
            load.wait(lambda since=moment: load.answered_after(since + 0.5) is not None, 30)  # type: ignore[misc]  # a default it cannot infer
            recovered.append((load.answered_after(moment + 0.5) or now()) - moment)
        ended(house, load, patience)
        keep(plan.folder / "history.jsonl", load.rows)
        slow = load.slowest()
        done = judge_load(house, load, hits, recovered, restarts=RESTARTS[plan.size], most_p99_s=slow)
        late = () if slow <= SENT_WITHIN else (f"one word in a hundred took {slow:.1f} s",)
        return Round(done.figures, (*done.wrong, *late), done.facts)
