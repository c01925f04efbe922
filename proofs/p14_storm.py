"""P14: everybody loses their line in one moment and comes back at once, while chats in danger go on."""

import time
from collections.abc import Sequence

from proofs.crowd import Crowd, allow_many_files, share, wait_for
from proofs.history import Row
from proofs.houses import SQLITE, House
from proofs.memory import resident
from proofs.seats import seated
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.talk import Load
from proofs.verdicts import everyone

NUMBER = "P14"
PROMISE = "When 10,000 come back at once, all are back within a minute and live chats in danger do not wait"
LIMITS = (
    "One server process on SQLite; lines are cut by a reset, sockets carry no TLS. The crowd and the server "
    "share one machine. The bound on memory is twice what it was with everybody connected before the storm."
)
ALONE = True
ROUNDS = {"short": 1, "long": 2}
CROWD = {"short": 200, "long": 10_000}
PAIRS = 8
BACK_WITHIN = 60.0
ACKNOWLEDGED_WITHIN = 1.0
MEMORY = 2.0
QUIET = 3.0
_PAUSE = 0.2


def prove(plan: Plan, number: int) -> Round:
    """One house, one crowd, one storm."""
    return _stormed(plan, number, ())


def judge(rounds: Sequence[Round]) -> Verdict:
    """Everyone back in time, no live chat in danger kept waiting, memory in its bound."""
    figures = {
        "crowd": min(each.figures["crowd"] for each in rounds),
        "said_in_storms": sum(each.figures["said"] for each in rounds),
        "most_back_s": max(each.figures["back_s"] for each in rounds),
        "most_ack_p99_ms": max(each.figures["ack_p99_ms"] for each in rounds),
        "most_memory": max(each.figures["memory"] for each in rounds),
    }
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if any(each.figures["said"] < 10 for each in rounds):
        return Verdict(Outcome.UNKNOWN, figures, ("too little was said while they came back",))
    return Verdict(Outcome.PASS, figures)


def greeted_on_the_loop(plan: Plan) -> Verdict:
    """Nobody waits at the door, and each greeting holds up everybody else."""
    return judge([_stormed(plan, 1, ("greets-on-the-loop",))])


CONTROLS = {"greeted before everybody else": greeted_on_the_loop}


def _stormed(plan: Plan, number: int, breakages: Sequence[str]) -> Round:
    allow_many_files()
    with House(SQLITE, pairs=PAIRS, breakages=breakages) as house:
        places = seated(house, "storm", CROWD[plan.size])
        house.start()
        assert house.server is not None
        load = Load(everyone(house), [house.port], seed=plan.seed + number, depth=1, pause=_PAUSE)
        with load, Crowd(places, house.port, plan.seed + number) as crowd:
            load.talk()
            if not crowd.come():
                return Round({}, ("not everybody came in the first place",), {"codes": crowd.codes()})
            time.sleep(QUIET)
            return _storm(plan, house, load, crowd)


def _storm(plan: Plan, house: House, load: Load, crowd: Crowd) -> Round:
    assert house.server is not None
    before, rows = resident(house.server.child), len(load.rows)
    crowd.each(lambda member: member.backs.clear())
    begun = time.monotonic()
    crowd.drop_all()
    most = before
    while len(crowd.backs()) < len(crowd.members) and time.monotonic() - begun < 2 * BACK_WITHIN:
        most = max(most, resident(house.server.child))
        time.sleep(0.2)
    ended = time.monotonic()
    wait_for(lambda: not load.in_flight, 2)
    backs, waits = crowd.backs(), _waits(load, begun, ended)
    figures = {
        "crowd": len(crowd.members),
        "said": len(waits),
        "back_s": round(max(backs, default=0.0), 2),
        "back_median_s": round(share(backs, 0.5), 2),
        "ack_p99_ms": round(share(waits) * 1000),
        "memory": round(most / before, 2),
        "mib": round(most),
        "rows": rows,
    }
    return Round(figures, tuple(_wrong(figures, len(backs))), {"codes": dict(crowd.codes())})


def _waits(load: Load, begun: float, ended: float) -> list[float]:
    """How long everything waited that was on its way between two moments, shortest first."""
    asked = [row for row in load.rows if row.op == "say" and row.invoked <= ended]
    asked = [row for row in asked if not _answered(row, begun)]
    return sorted((row.returned or time.monotonic()) - row.invoked for row in asked)


def _answered(row: Row, before: float) -> bool:
    return row.returned is not None and row.returned < before


def _wrong(figures: dict[str, float], back: int) -> list[str]:
    found = []
    if back < figures["crowd"]:
        found.append(f"{figures['crowd'] - back:.0f} of {figures['crowd']:.0f} did not come back")
    if figures["back_s"] > BACK_WITHIN:
        found.append(f"the last was back after {figures['back_s']} s")
    if figures["ack_p99_ms"] > ACKNOWLEDGED_WITHIN * 1000:
        found.append(f"live chats in danger waited {figures['ack_p99_ms']:.0f} ms for an acknowledgement")
    if figures["memory"] > MEMORY:
        found.append(f"memory grew {figures['memory']} times")
    return found
