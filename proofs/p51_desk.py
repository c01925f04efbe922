"""P51: the desk's server is killed with -9 at any moment: nobody is owned by a ghost, nobody is lost.

An evening by the real server: people ask for a place, leave it, are offered, taken, left for a colleague,
missed, and their chats ended; all of it at once. After every kill the tables are read beside the dead server,
and held against each other and against every step that was answered. Then it starts again, and they go on. At
the end nobody new comes: whoever still waits has to be met. Before the last kill somebody has just been
asked, and never comes back: a colleague has to be asked instead. In two rounds of the long form somebody who
holds chats never comes back either: another has to take whom they held.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from typing import Any

from proofs.evening import Evening, Seeker, Staff
from proofs.houses import POSTGRESQL, SQLITE, House
from proofs.p21_revocation import Hand
from proofs.shape import Plan, Round, Verdict
from proofs.verdicts import judged

NUMBER = "P51"
PROMISE = "A server killed at any moment leaves nobody owned by a ghost and nobody lost from the line"
LIMITS = (
    "One server process; the machine itself stays up. Nobody in danger comes: breaks and caps after them "
    "would empty the shift. Half of the rounds on SQLite, half on PostgreSQL."
)
ROUNDS = {"short": 1, "long": 10}
KILLS = {"short": 4, "long": 10}
STEPS = {"short": 1, "long": 6}
"""How many steps are answered between two kills, at the least."""

SEEKERS, LISTENERS, COUNSELLORS = 10, 4, 2
ENOUGH = {"short": 20, "long": 600}
"""Fewer steps that were answered prove nothing."""

_IN_LINE, _LIVE = ("waiting", "offered"), ("waiting", "offered", "matched")
_GHOST_WITHIN = 260.0
"""A minute to come back after a restart, two minutes without them, and then to be asked and answer."""


def prove(plan: Plan, number: int) -> Round:
    """One house, killed several times: SQLite in odd rounds, PostgreSQL in even ones."""
    engine = SQLITE if number % 2 else POSTGRESQL
    return _evening(plan, House(engine, pairs=1), number, ghost=plan.long and number <= 2, patience=60)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing that cannot be, nobody lost; every kill has to have met steps on their way, or nearly."""
    many = sum(each.figures["kills"] for each in rounds) >= ROUNDS["long"] * KILLS["long"]
    return judged(rounds, enough=ENOUGH["long" if many else "short"], hits=len(rounds))


def _in_two(plan: Plan) -> Verdict:
    house = House(SQLITE, breakages=["accepted-in-two"], pairs=1)
    return judged([_evening(plan, house, 1, ghost=False, patience=5)], enough=1)


def _kept(plan: Plan) -> Verdict:
    house = House(SQLITE, breakages=["offers-kept"], pairs=1)
    return judged([_evening(plan, house, 1, ghost=False, patience=15)], enough=1)


CONTROLS: Mapping[str, Callable[[Plan], Verdict]] = {
    "taken in two commits": _in_two,
    "offers that nobody takes back": _kept,
}


def _evening(plan: Plan, house: House, number: int, *, ghost: bool, patience: float) -> Round:
    chance, kills = random.Random(f"{plan.seed}/{number}"), KILLS[plan.size]
    wrong: list[str] = []
    hits, held, moved = 0, set[str](), set[str]()
    with house, _hand(house) as hand:
        evening, staff = _begun(plan, house, hand, number)
        for kill in range(kills):
            _busy(evening, chance, STEPS[plan.size])
            hits += evening.in_flight > 0
            if kill == kills - 1:
                moved = _one_is_asked_and_goes(hand, staff)
            house.kill()
            wrong += _looked(hand, evening, f"kill {kill + 1}")
            if ghost and kill == kills - 1:
                held = _one_stays_away(hand, staff)
            house.start()
        wrong += [*_met(hand, evening, patience), *_carried_on(hand, held)]
        evening.over = True
        house.kill()
        wrong += _looked(hand, evening, "the end", held | moved)
    return Round({"kills": kills, "hits": hits, "ghosts": len(held), **_figures(evening)}, tuple(wrong))


def _begun(plan: Plan, house: House, hand: Hand, number: int) -> tuple[Evening, list[Staff]]:
    """Everybody is there, and the house is open."""
    evening = Evening(house.origin, plan.seed * 100 + number)
    opened = hand.ask(f"open {LISTENERS} {COUNSELLORS}")
    house.start()
    staff = [Staff(evening, f"staff {each}", about) for each, about in enumerate(opened)]
    for actor in (*staff, *(Seeker(evening, f"seeker {each}") for each in range(SEEKERS))):
        actor.start()
    return evening, staff


def _busy(evening: Evening, chance: random.Random, steps: int) -> None:
    """So many steps are answered again, a moment passes, and then, if it may be, one is on its way."""
    before, begun = evening.acked, time.monotonic()
    while evening.acked < before + steps and time.monotonic() - begun < 30:
        time.sleep(0.01)
    time.sleep(chance.uniform(0.2, 1.5))
    begun = time.monotonic()
    while not evening.in_flight and time.monotonic() - begun < 2:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.01))


def _looked(hand: Hand, evening: Evening, when: str, moved: Set[str] = frozenset()) -> list[str]:
    """What the tables say that cannot be, and what was answered and is not so."""
    seen = hand.ask("look")
    hand.ask("recorded")
    wrong = [*seen["wrong"], *_missing(evening, seen["places"], moved)]
    if seen["asks"] > evening.asks:
        wrong.append(f"{seen['asks']} places for {evening.asks} who asked")
    strange, evening.strange = evening.strange, []
    return [f"{when}: {each}" for each in [*wrong, *strange]]


def _missing(evening: Evening, places: Mapping[str, Any], moved: Set[str]) -> Iterator[str]:
    nowhere = ["nowhere", "", False]
    for each in list(evening.asked):
        state = places.get(each, nowhere)[0]
        if state not in _LIVE and each not in evening.tried_to_end:
            yield f"somebody who was given a place is {state}"
    for each, who in list(evening.taken.items()):
        if places.get(each, nowhere)[1] != who and each not in moved:
            yield "somebody was taken, and is with nobody or with another"
    for each in list(evening.left):
        if places.get(each, nowhere)[0] != "left":
            yield "somebody left, and has a place"
    for each in list(evening.ended):
        if not places.get(each, nowhere)[2]:
            yield "a chat was ended, and goes on"


def _met(hand: Hand, evening: Evening, patience: float) -> list[str]:
    """Nobody new comes. Whoever waits is met, once somebody has been free for so many seconds in all."""
    evening.comes, free_for, last = False, 0.0, (begun := time.monotonic())
    while waiting := _places(hand, *_IN_LINE):
        now, free = time.monotonic(), hand.ask("look")["free"]
        free_for, last = free_for + (now - last if free else 0), now
        if free_for > patience or now - begun > 4 * patience:
            states = sorted(about[0] for about in waiting.values())
            return [f"{len(waiting)} still wait ({', '.join(states)}), with {free} free for {free_for:.0f} s"]
        hand.ask("recorded")
        time.sleep(0.5)
    return []


def _one_is_asked_and_goes(hand: Hand, staff: Sequence[Staff]) -> set[str]:
    """Somebody goes with an offer open, and never comes back. Returns whom they hold, who may move on."""
    begun = time.monotonic()
    while time.monotonic() - begun < 30:
        asked = hand.ask("look")["asked"]
        for one in staff:
            if one.person in asked:
                one.gone = True
                return _held_by(hand, one)
        time.sleep(0.02)
    return set()


def _held_by(hand: Hand, one: Staff) -> set[str]:
    running = _places(hand, "matched")
    return {each for each, (_state, who, over) in running.items() if who == one.person and not over}


def _one_stays_away(hand: Hand, staff: Sequence[Staff]) -> set[str]:
    """Somebody who holds a chat never comes back. Returns whom they hold."""
    for one in staff:
        held = _held_by(hand, one)
        if held and not one.gone:
            one.gone = True
            return held
    return set()


def _carried_on(hand: Hand, held: Set[str]) -> list[str]:
    """Another has taken them over, in time."""
    before, begun = _places(hand), time.monotonic()
    while held and time.monotonic() - begun < _GHOST_WITHIN:
        now = _places(hand)
        held = {each for each in held if not now[each][2] and now[each][1] == before[each][1]}
        hand.ask("recorded")
        time.sleep(1)
    return [f"{len(held)} are still owned by somebody who is gone"] if held else []


def _places(hand: Hand, *states: str) -> dict[str, Any]:
    places = hand.ask("look")["places"]
    return {each: about for each, about in places.items() if not states or about[0] in states}


def _figures(evening: Evening) -> dict[str, float]:
    steps = {name: float(len(getattr(evening, name))) for name in ("asked", "taken", "left", "ended")}
    return {"acked": float(evening.acked), "errors": float(evening.errors), **steps}


@contextmanager
def _hand(house: House) -> Iterator[Hand]:
    hand = Hand(house.environment, "proofs.desk_hand")
    try:
        yield hand
    finally:
        hand.end()
