"""P21: a right taken away is gone within a second, on open sockets and on pages, in every process.

A role taken, an account closed, a sign-out everywhere, a visit left, a seat taken away: each while the person
holds sockets open, says something every quarter of a second, comes back at once when closed, and asks for the
page; while the other side goes on talking. The verb runs in a process that tells no bus: what is measured is
what the servers find in the tables by themselves. The long form has two processes on PostgreSQL, with Redis
up, then killed. Longer than a second after the commit nothing of the conversation may come.
"""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofs.bereft import Bereft, chatter
from proofs.houses import POSTGRESQL, ROOT, SQLITE, House
from proofs.shape import Outcome, Plan, Round, Verdict
from tests.throwaway import Redis

NUMBER = "P21"
PROMISE = "A right taken away is gone within a second, on open sockets and on pages, in every process"
LIMITS = (
    "On one machine. The seconds are of the server, not of the network to the person. A view that ends by "
    "the passing of time alone (24 hours after a chat) is refused at the next question, not closed."
)
ALONE = True
ROUNDS = {"short": 1, "long": 6}
WITHIN = 1.0
FEWEST = {"short": 5, "long": 60}
"""Fewer revocations that hit somebody in mid-conversation prove nothing."""

VERBS = ("take", "close", "sign-out", "leave", "unseat")
_EACH = {"short": 1, "long": 3}
_BEFORE, _AFTER = 1.5, 2.5


def prove(plan: Plan, number: int) -> Round:
    """One house; every verb, all at about the same time."""
    if not plan.long:
        return _alone(plan, ())
    shared = Redis().start()
    try:
        with House(POSTGRESQL, BESIDE_REDIS_URL=shared.url) as house:
            house.start()
            ports = [house.port, house.another()]
            return _revoked(plan, house, ports, shared if number % 2 else None)
    finally:
        shared.stop()


def judge(rounds: Sequence[Round]) -> Verdict:
    """One thing of the conversation that came too late is a fail; too few revocations are no answer."""
    hit = sum(each.figures["hit"] for each in rounds)
    wrong = [words for each in rounds for words in each.wrong]
    figures = {
        "revocations": hit,
        "latest_s": max((each.figures["latest_s"] for each in rounds), default=0.0),
        "tries": sum(each.figures["tries"] for each in rounds),
        "wrong": float(len(wrong)),
    }
    if wrong:
        return Verdict(Outcome.FAIL, figures, tuple(wrong[:20]))
    fewest = max((FEWEST[each.facts["size"]] for each in rounds), default=1)
    return Verdict(Outcome.PASS if hit >= fewest else Outcome.UNKNOWN, figures)


def _remembered(plan: Plan) -> Verdict:
    return judge([_alone(plan, ("rights-remembered",))])


CONTROLS: Mapping[str, Callable[[Plan], Verdict]] = {"a permission remembered for a minute": _remembered}


def _alone(plan: Plan, breakages: Sequence[str]) -> Round:
    with House(SQLITE, breakages=breakages) as house:
        house.start()
        return _revoked(plan, house, [house.port], None)


def _revoked(plan: Plan, house: House, ports: list[int], shared: Redis | None) -> Round:
    hand = Hand(house.environment)
    try:
        pairs = hand.ask(f"seat {len(VERBS) * _EACH[plan.size]}")
        victims = [_victim(pair, VERBS[number % len(VERBS)], ports) for number, pair in enumerate(pairs)]
        moments = asyncio.run(_watch(hand, victims, pairs, shared))
        return _found(plan, victims, moments)
    finally:
        hand.end()


async def _watch(hand: "Hand", victims: list[Bereft], pairs: Any, shared: Redis | None) -> list[float]:
    """Let them talk, kill Redis if there is one to kill, take from each; the moments of it."""
    work = [asyncio.create_task(victim.live()) for victim in victims]
    for number, (victim, pair) in enumerate(zip(victims, pairs, strict=True)):
        side = "staff" if victim.side == "seeker" else "seeker"
        port = victim.ports[number % len(victim.ports)]
        work.append(asyncio.create_task(chatter(port, pair["conv"], pair[side]["cookie"], side)))
    await asyncio.sleep(_BEFORE)
    if shared is not None and shared.process is not None:
        shared.process.send_signal(signal.SIGKILL)
    moments: list[float] = []
    for number, pair in enumerate(pairs):
        moments.append(await asyncio.to_thread(hand.ask, _line(number, pair)))
    await asyncio.sleep(_AFTER)
    for one in work:
        one.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    return moments


def _found(plan: Plan, victims: list[Bereft], moments: list[float]) -> Round:
    wrong, hit = [], 0
    for number, (victim, at) in enumerate(zip(victims, moments, strict=True)):
        verb = VERBS[number % len(VERBS)]
        hit += sum(when < at for when, _what in victim.got) > 5
        wrong += [f"{verb}: {late}" for late in victim.late(at, WITHIN)[:3]]
    latest = max(victim.last(at) for victim, at in zip(victims, moments, strict=True))
    tries = sum(victim.asked for victim in victims)
    return Round(
        {"hit": hit, "latest_s": round(latest, 3), "tries": tries}, tuple(wrong), {"size": plan.size}
    )


def _victim(pair: Any, verb: str, ports: list[int]) -> Bereft:
    side = "seeker" if verb == "leave" else "staff"
    return Bereft(pair["conv"], pair[side]["cookie"], side, ports)


def _line(number: int, pair: Any) -> str:
    verb = VERBS[number % len(VERBS)]
    if verb == "leave":
        return f"{verb} {pair['seeker']['person']}"
    return f"{verb} {pair['staff']['seat' if verb == 'unseat' else 'person']}"


class Hand:
    """`proofs.revoking`, or another that does what it is told, in a process of its own, in a house."""

    def __init__(self, environment: dict[str, str], module: str = "proofs.revoking") -> None:
        quiet = {**environment, "BESIDE_REDIS_URL": ""}
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(
            command, env=quiet, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, line: str) -> Any:
        """Have something done; its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """No more."""
        self._process.kill()
        self._process.wait()
