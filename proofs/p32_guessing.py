"""P32, for five words: guessing them is slow for guessers and never locks out who knows them.

Guessers from many networks send five words of our list as fast as they are answered, while somebody who knows
their words comes back again and again. None of the guesses may open anything; no more of them may be looked
at than the limits say (three free for each network, then pauses up to a minute); every genuine return
succeeds within five seconds. The figures say what that means: the chance of a year of guessing at the door,
and the core-years of guessing with the database and its pepper. Without the pepper there is nothing to guess.
"""

import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofs.guessing import Crowd, comes_back
from proofs.houses import ROOT, SQLITE, House
from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P32"
PROMISE = "Five words are not guessed at the door, and guessers lock nobody out"
LIMITS = (
    "SQLite, one process; networks are those of loopback. A flood from thousands of networks at once can "
    "fill the line to the hash while each is new: it opens nothing, but coming back then takes several tries."
)
ALONE = True
ROUNDS = {"short": 1, "long": 1}
GUESSES = {"short": 2_000, "long": 20_000}
NETWORKS = {"short": 12, "long": 60}
WITHIN = 5.0
_EVERY = 1.0
_YEAR = 365.25 * 86400
_LIVING = 10_000


def prove(plan: Plan, number: int) -> Round:
    """One flood of guesses."""
    return _flooded(plan, GUESSES[plan.size], NETWORKS[plan.size], ())


def judge(rounds: Sequence[Round]) -> Verdict:
    """Too many guesses looked at, one that opened something, one late return: fail."""
    one = rounds[0]
    figures = dict(one.figures)
    if one.wrong:
        return Verdict(Outcome.FAIL, figures, one.wrong[:10])
    enough = figures["guesses"] >= 0.99 * GUESSES[one.facts["size"]] and figures["returns"] >= 3
    return Verdict(Outcome.PASS if enough else Outcome.UNKNOWN, figures)


def _without_limits(plan: Plan) -> Verdict:
    return judge([_flooded(plan, 90, 1, ("guesses-unlimited",))])


CONTROLS: Mapping[str, Callable[[Plan], Verdict]] = {"no limit on guesses": _without_limits}


def _flooded(plan: Plan, guesses: int, networks: int, breakages: Sequence[str]) -> Round:
    with House(SQLITE, breakages=breakages, BESIDE_BENCH="no") as house:
        about = _somebody(house)
        house.start()
        crowd = Crowd(house.port, networks, list(about["lists"]), plan.seed)
        begun = time.monotonic()
        flood = threading.Thread(target=crowd.guess, args=(guesses,))
        flood.start()
        returns = _returns(house, about["words"], flood)
        flood.join()
        return _found(plan, crowd, returns, time.monotonic() - begun, about)


def _returns(house: House, words: str, flood: threading.Thread) -> list[float]:
    """Come back from ever new places while the flood lasts, and once after it."""
    took: list[float] = []
    while flood.is_alive() or not took:
        number = len(took)
        took.append(comes_back(house.port, f"127.200.{number % 250}.1", words, 30.0))
        flood.join(_EVERY)
    return took


def _found(plan: Plan, crowd: Crowd, returns: list[float], seconds: float, about: Any) -> Round:
    allowed = crowd.networks * (4 + math.log2(2 + seconds) + seconds / 60)
    wrong = []
    if crowd.answers[302]:
        wrong.append(f"{crowd.answers[302]} guesses opened a chat")
    if crowd.heard > allowed:
        wrong.append(f"{crowd.heard} guesses were looked at, and {allowed:.0f} are allowed")
    wrong += [f"a genuine return took {took:.1f} s" for took in returns if took > WITHIN]
    figures = {
        "guesses": sum(crowd.answers.values()),
        "looked_at": crowd.heard,
        "returns": len(returns),
        "slowest_return_s": round(max(returns), 2),
        **_strength(about),
    }
    return Round(
        figures, tuple(wrong), {"size": plan.size, "answers": {str(k): v for k, v in crowd.answers.items()}}
    )


def _strength(about: Any) -> dict[str, float]:
    """What five words are worth, by the weaker list. At the door one process hashes two at a time at most."""
    bits, hashing = min(about["bits"].values()), about["hash_seconds"]
    phrases, a_second = 2.0**bits, 2 / hashing
    return {
        "bits": round(bits, 2),
        "hash_s": round(hashing, 3),
        "door_any_a_year": a_second * _YEAR * _LIVING / phrases,
        "door_one_a_year": a_second * _YEAR / phrases,
        "stolen_with_pepper_any_core_years": round(phrases / _LIVING / 2 * hashing / _YEAR),
        "stolen_with_pepper_one_core_years": round(phrases / 2 * hashing / _YEAR),
    }


def _somebody(house: House) -> dict[str, Any]:
    command = [sys.executable, "-m", "proofs.phrases"]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    about: dict[str, Any] = json.loads(done.stdout)
    return about
