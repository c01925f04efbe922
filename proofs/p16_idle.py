"""P16: what a socket costs while nothing is said on it, measured by the same function as in the bench."""

import time
from collections.abc import Sequence
from dataclasses import replace

from bench.machine import pss_kib
from proofs.crowd import Crowd, allow_many_files
from proofs.houses import SQLITE, House
from proofs.seats import seated
from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P16"
PROMISE = "An idle, signed-on socket costs at most 32 KiB"
LIMITS = (
    "One server process on SQLite, its own memory (PSS); what the kernel keeps for a connection is not in it."
)
ROUNDS = {"short": 1, "long": 2}
CROWD = {"short": 400, "long": 10_000}
MOST_KIB = 32.0
_SETTLE = 2.0


def prove(plan: Plan, number: int) -> Round:
    """A quarter comes, then all others; the difference, for each of those."""
    return _idle(plan, number, ())


def judge(rounds: Sequence[Round]) -> Verdict:
    """No more than the bound, whatever round."""
    figures = {
        "most_kib_each": max(each.figures.get("kib_each", 0) for each in rounds),
        "sockets": max(each.figures.get("sockets", 0) for each in rounds),
    }
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    return Verdict(Outcome.PASS if figures["sockets"] else Outcome.UNKNOWN, figures)


def each_keeps_much(plan: Plan) -> Verdict:
    """Each socket keeps 64 KiB that it has no use for."""
    return judge([_idle(plan, 1, ("sockets-cost",))])


CONTROLS = {"each keeps 64 KiB more": each_keeps_much}


def _idle(plan: Plan, number: int, breakages: Sequence[str]) -> Round:
    allow_many_files()
    with House(SQLITE, breakages=breakages) as house:
        places = [replace(each, conv="") for each in seated(house, "crowd", CROWD[plan.size])]
        house.start()
        first = Crowd(places[: len(places) // 4], house.port, plan.seed + number)
        others = Crowd(places[len(places) // 4 :], house.port, plan.seed - number)
        with first, others:
            came, before = first.come(), _memory(house)
            came, after = others.come() and came, _memory(house)
            each = (after - before) / len(others.members)
    wrong = [] if came else ["not everybody came"]
    if each > MOST_KIB:
        wrong.append(f"a socket costs {each:.1f} KiB")
    return Round({"sockets": len(places), "kib_each": round(each, 1)}, tuple(wrong))


def _memory(house: House) -> int:
    time.sleep(_SETTLE)
    assert house.server is not None
    return pss_kib([house.server.child])
