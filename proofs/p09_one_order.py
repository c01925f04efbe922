"""P9: one order for everyone, by sockets and by plain pages, through one process and through two."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from proofs.history import keep
from proofs.houses import POSTGRESQL, SQLITE, House, Someone, redis
from proofs.plain import PlainTalker
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load, Talker
from proofs.verdicts import ended, judge_load, judged

NUMBER = "P9"
PROMISE = "Everybody reads the same order, whichever way they write and read"
LIMITS = """No fault but concurrency: what counts as a hit is a log that all writers wrote into at once. Two
processes on PostgreSQL and Redis in even rounds, one on SQLite in odd ones."""
ROUNDS = {"short": 2, "long": 4}
CROWDS = {"short": 1, "long": 3}
EACH_SAYS = {"short": 8, "long": 40}
WRITERS, READERS = 8, 6
FEW = 50


def prove(plan: Plan, number: int) -> Round:
    """Eight write, six read, half of each without scripts."""
    return _talked(plan, number, [], 18)


def judge(rounds: Sequence[Round]) -> Verdict:
    """No two views differ, no position is missing."""
    enough = 1000 * len(rounds) / 2 if len(rounds) >= ROUNDS["long"] else FEW
    return judged(rounds, enough=enough, hits=len(rounds))


def without_the_lock(plan: Plan) -> Verdict:
    """Positions by MAX() + 1, without the lock, from two processes."""
    return judged([_talked(plan, 2, ["greatest-and-one"], 2)], enough=1)


CONTROLS = {"MAX() + 1 without the lock": without_the_lock}


def _talked(plan: Plan, number: int, breakages: Sequence[str], patience: float) -> Round:
    engine = SQLITE if number % 2 else POSTGRESQL
    more: dict[str, Any] = {} if number % 2 else {"BESIDE_REDIS_URL": redis().url}
    house = House(engine, breakages=breakages, **more)
    with house, Load([], [house.port], seed=plan.seed) as load:
        crowds = house.crowds(CROWDS[plan.size], WRITERS + READERS)
        if "greatest-and-one" in breakages:
            house.inside("unconstrain", "one_entry_per_position")
        house.start()
        ports = [house.port] if engine == SQLITE else [house.port, house.another()]
        hits = sum(_crowd(load, crowd, ports, plan, number) for crowd in crowds)
        ended(house, load, patience)
        keep(plan.folder / "history.jsonl", load.rows)
        return judge_load(house, load, hits)


def _crowd(load: Load, crowd: list[Someone], ports: list[int], plan: Plan, number: int) -> bool:
    """Let a crowd talk. Whether they really talked at once: every writer began before any had ended."""
    people: list[Talker | PlainTalker] = []
    for place, someone in enumerate(crowd):
        chance = random.Random(f"{plan.seed}/{number}/{someone.seat}")
        own = [ports[place // 2 % len(ports)]]
        people.append((Talker, PlainTalker)[place % 2](someone, own, chance))
    load.add(*people)
    writers = people[:WRITERS]
    load.do(_all_say(writers, EACH_SAYS[plan.size]), 120)
    says = [[row for row in one.rows if row.op == "say"] for one in writers]
    first_end = min(rows[-1].returned or 0 for rows in says)
    return all(rows[0].invoked < first_end for rows in says)


async def _all_say(writers: Sequence[Talker | PlainTalker], times: int) -> None:
    async def one(writer: Talker | PlainTalker) -> None:
        for _ in range(times):
            await writer.say()

    await asyncio.gather(*(one(writer) for writer in writers))
