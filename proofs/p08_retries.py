"""P8: the same words again: by a new tab, a new session, a plain form, a day later, in any order."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import replace

from proofs.checker import check
from proofs.history import OK, Final, Row, hashed, keep
from proofs.houses import SQLITE, House, Someone
from proofs.plain import PlainTalker
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load, Talker
from proofs.verdicts import checked, facts, judged

NUMBER = "P8"
PROMISE = "A retry never doubles, in whatever order, tab, session or day it comes"
LIMITS = """SQLite, one process. A sequence is a client id with all its tries; a hit is a try whose line was
lost before its answer. The day later is a server started again with its clock moved."""
ROUNDS = {"short": 1, "long": 20}
SEQUENCES = {"short": 128, "long": 5000}
FEW = 100
AT_ONCE = 12
PLAIN_SHARE = 0.02


def prove(plan: Plan, number: int) -> Round:
    """So many sequences, the last tries of some a day later."""
    return _retried(plan, number, [])


def judge(rounds: Sequence[Round]) -> Verdict:
    """One row for each client id, one position told to all of its tries."""
    done = sum(each.figures.get("sequences", 0) for each in rounds)
    enough = ROUNDS["long"] * SEQUENCES["long"] if len(rounds) >= ROUNDS["long"] else FEW
    return judged(rounds, enough=min(enough, max(done, FEW)), hits=len(rounds))


def not_looked_up(plan: Plan) -> Verdict:
    """No look-up of known client ids, and no unique constraint."""
    return judged([_retried(plan, 1, ["no-look-up"])], enough=1)


def known_to_a_session(plan: Plan) -> Verdict:
    """A client id counts within one session only."""
    return judged([_retried(plan, 1, ["scoped-to-session"])], enough=1)


CONTROLS = {"no unique constraint": not_looked_up, "client id scoped to the session": known_to_a_session}


def _retried(plan: Plan, number: int, breakages: Sequence[str]) -> Round:
    house = House(SQLITE, breakages=breakages)
    seekers = [pair[0] for pair in house.people]
    each = SEQUENCES[plan.size] // len(seekers)
    with house, Load([], [house.port], seed=plan.seed) as load:
        if "no-look-up" in breakages:
            house.inside("unconstrain", "one_entry_per_client_id")
        devices = house.visits(2, *(someone.person for someone in seekers))
        lives = [
            _Life(
                house.port, someone, devices[someone.person], random.Random(f"{plan.seed}/{number}/{place}")
            )
            for place, someone in enumerate(seekers)
        ]
        house.start()
        load.do(_all(life.live(each) for life in lives), 300 if plan.long else 60)
        if not breakages:
            house.next_day()
            load.do(_all(life.try_again(AT_ONCE) for life in lives), 120)
        house.kill()
        rows = [row for life in lives for row in life.rows]
        keep(plan.folder / "history.jsonl", rows)
        return _judge(house, rows, house.final())


def _judge(house: House, rows: list[Row], final: list[Final]) -> Round:
    found = check(rows, final, resolved=False)
    answered = {row.cid for row in rows if row.result == OK}
    unanswered = {row.cid for row in rows} - answered
    found.add("unresolved", f"{sorted(unanswered)[:3]} had no answer in the end", len(unanswered))
    said = Counter(entry.body for entry in final if entry.kind == "said")
    for body, times in said.items():
        found.add("duplicate", f"{body} was said {times} times", times - 1)
    hits = sum(row.result != OK for row in rows)
    done = checked(found, hits, sequences=len({row.cid for row in rows}))
    return Round(done.figures, done.wrong, {**done.facts, **facts(house)})


async def _all(lives: Iterable[Awaitable[object]]) -> None:
    await asyncio.gather(*lives)


class _Life:
    """One seeker with bad luck and several devices."""

    def __init__(self, port: int, someone: Someone, devices: list[str], chance: random.Random) -> None:
        self.rows: list[Row] = []
        self._port, self._chance = port, chance
        self._devices = [someone] * 2 + [replace(someone, cookie=cookie) for cookie in devices]
        self._words: dict[str, str] = {}

    async def live(self, sequences: int) -> None:
        """Say so many things, each several times."""
        done = 0
        while done < sequences:
            number = min(AT_ONCE, sequences - done)
            cids = [f"{self._chance.getrandbits(120):030x}" for _ in range(number)]
            self._words |= {cid: f"{cid} said" for cid in cids}
            for _ in range(self._chance.randint(1, 3)):
                await self._try(cids, self._chance.uniform(0.0, 0.06))
            if self._chance.random() < PLAIN_SHARE * number:
                await self._plainly(self._chance.choice(cids))
            await self._try(cids, 20.0)
            done += number

    async def try_again(self, number: int) -> None:
        """Try some of the old ones again."""
        cids = list(self._words)
        await self._try(self._chance.sample(cids, min(number, len(cids))), 20.0)

    async def _try(self, cids: Sequence[str], patience: float) -> None:
        """Say them all on a connection of their own, in any order; it is lost when patience is."""
        talker = Talker(self._chance.choice(self._devices), [self._port], self._chance)
        talker.reads = False
        line = asyncio.create_task(talker.live())
        order = self._chance.sample(cids, len(cids))
        await asyncio.wait_for(talker.connected.wait(), 20)
        says = [asyncio.create_task(talker.say(self._words[cid], cid)) for cid in order]
        await asyncio.wait(says, timeout=patience)
        talker.drop()
        for task in (line, *says):
            task.cancel()
        await asyncio.gather(line, *says, return_exceptions=True)
        self.rows += talker.rows

    async def _plainly(self, cid: str) -> None:
        talker = PlainTalker(self._chance.choice(self._devices), [self._port], self._chance)
        row = await talker.say(self._words[cid], cid)
        assert row.body == hashed(self._words[cid])
        self.rows.append(row)
        await talker.close()
