"""P6: the bus between the gateways is killed, emptied, and paused while people talk across it."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any

from proofs.crowd import share, wait_for
from proofs.history import OK, keep, now
from proofs.houses import POSTGRESQL, House
from proofs.seats import start_all
from proofs.shape import Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import ended, everyone, judge_load, judged
from tests.throwaway import Redis, listens

NUMBER = "P6"
PROMISE = "Redis killed, flushed or paused loses no message; what was said is shown within 5 s all the same"
LIMITS = "Two gateways on one port with PostgreSQL; which of them somebody comes to is chance."
ALONE = True
ROUNDS = {"short": 1, "long": 2}
PAUSED = {"short": 6.0, "long": 30.0}
GATEWAYS = 2
PAIRS = 16
SHOWN_WITHIN = 5.0
FEW = 100
_PAUSE = 0.4
_BETWEEN = 2.0

Seen = dict[tuple[str, int], float]


def prove(plan: Plan, number: int) -> Round:
    """One house; its Redis is killed and started again, emptied, paused and let go on."""
    return _disturbed(plan, number, (), (_killed, _emptied, _paused) if plan.long else (_emptied, _paused))


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing lost; nothing shown later than the bound."""
    verdict = judged(rounds, enough=FEW if len(rounds) < ROUNDS["long"] else 1_000, hits=len(rounds))
    slowest = max(each.figures.get("slowest_shown_s", 0) for each in rounds)
    across = sum(each.figures.get("shown_late", 0) for each in rounds)
    figures = {**verdict.figures, "slowest_shown_s": slowest, "shown_late": across}
    return Verdict(verdict.outcome, figures, verdict.why)


def hints_alone(plan: Plan) -> Verdict:
    """What comes over the bus is all that ever comes."""
    return judge([_disturbed(plan, 1, ("hints-alone",), (_paused,))])


CONTROLS = {"hints as the only way": hints_alone}


def _disturbed(
    plan: Plan, number: int, breakages: Sequence[str], faults: Sequence[Callable[[Plan, Redis], None]]
) -> Round:
    redis = Redis().start()
    house = House(
        POSTGRESQL,
        breakages=[*breakages, *(["children"] if breakages else [])],
        pairs=PAIRS,
        BESIDE_PROCESSES=str(GATEWAYS),
        BESIDE_REDIS_URL=redis.url,
    )
    try:
        with house:
            start_all(house)
            with Load(everyone(house), [house.port], seed=plan.seed + number, depth=1, pause=_PAUSE) as load:
                seen = _watched(load)
                load.wait(lambda: all(each.greeted for each in load.talkers), 60)  # type: ignore  # all are Talkers here
                _seekers_talk(load)
                load.wait(lambda: load.acked > len(load.talkers), 30)
                for fault in faults:
                    fault(plan, redis)
                    time.sleep(_BETWEEN)
                return _judged(plan, house, load, seen, len(faults))
    finally:
        redis.stop()


def _seekers_talk(load: Load) -> None:
    """The listeners are silent: whoever says something is shown by it what they have missed."""
    load._saying = True
    for talker in load.talkers:
        if talker.someone.side == "seeker":
            load._begin(load._talk(talker))


def _killed(plan: Plan, redis: Redis) -> None:
    assert redis.process is not None
    redis.process.kill()
    redis.process.wait()
    time.sleep(PAUSED[plan.size] / 3)
    redis.path.unlink(missing_ok=True)
    redis.start()


def _emptied(_plan: Plan, redis: Redis) -> None:
    os.system(f"redis-cli -s {redis.path} FLUSHALL >/dev/null")


def _paused(plan: Plan, redis: Redis) -> None:
    assert redis.process is not None
    redis.process.send_signal(signal.SIGSTOP)
    time.sleep(PAUSED[plan.size])
    redis.process.send_signal(signal.SIGCONT)


def _watched(load: Load) -> Seen:
    """Keep when each position was shown to each reader."""
    seen: Seen = {}
    for talker in load.talkers:
        talker._hear_entry = _noting(talker, seen)  # type: ignore  # to look on
    return seen


def _noting(talker: Any, seen: Seen) -> Any:
    right = talker._hear_entry

    async def hear(frame: dict[str, Any]) -> None:
        before = talker.position
        await right(frame)
        for position in range(before + 1, talker.position + 1):
            seen[talker.someone.seat, position] = now()

    return hear


def _judged(plan: Plan, house: House, load: Load, seen: Seen, faults: int) -> Round:
    ended(house, load)
    wait_for(lambda: not listens(house.port), 30)
    keep(plan.folder / "history.jsonl", load.rows)
    delays = sorted(_delays(load, seen))
    found = judge_load(house, load, faults)
    slowest = delays[-1] if delays else 0.0
    figures = {
        **found.figures,
        "slowest_shown_s": round(slowest, 2),
        "shown_p50_ms": round(share(delays, 0.5) * 1000),
        "shown_late": sum(delay > 1 for delay in delays),
    }
    late = sum(delay > SHOWN_WITHIN for delay in delays)
    wrong = (
        (f"{late} were shown later than {SHOWN_WITHIN:.0f} s, the last after {slowest:.1f} s",)
        if late
        else ()
    )
    return Round(figures, (*found.wrong, *wrong), found.facts)


def _delays(load: Load, seen: Seen) -> list[float]:
    """How long after its acknowledgement each word was shown to whoever else is there."""
    readers = [(talker.someone.seat, talker.someone.conv) for talker in load.talkers]
    return [
        max(0.0, seen.get((seat, row.position), now()) - row.returned)
        for row in load.rows
        if row.op == "say" and row.result == OK and row.returned
        for seat, conv in readers
        if conv == row.conv and seat != row.client
    ]
