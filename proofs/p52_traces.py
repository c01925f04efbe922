"""P52: whatever happens at the desk, in any order, the rules of the line hold. A hundred thousand evenings.

An evening is a short chain of things that happen by chance: people come, leave, get into danger; staff come,
answer, look away, lose their line, pause, rest, end chats; time goes by; often there is no staff at all. What
is decided is decided by the same code as at the live desk (`beside.desk.routing`); after each step it is held
against a plain account of who has what. At the end everybody is there and free: nobody may be left in line.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from beside.desk.routing import Rules
from proofs.floor import RULES, Floor
from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P52"
PROMISE = (
    "No starvation, nobody over capacity, never two owners, no offer to somebody gone, danger first, and an "
    "offer or a call for everybody in danger within a minute"
)
LIMITS = (
    "The rules, without tables: that the live desk keeps to them is in tests/desk/test_asking.py and P51. "
    "Too long a wait is eight minutes here, and three in danger may be taken before one who waited so long."
)
ROUNDS = {"short": 1, "long": 10}
TRACES = {"short": 1500, "long": 10_000}
STEPS = (6, 22)


def prove(plan: Plan, number: int) -> Round:
    """So many evenings."""
    return _evenings(plan.seed * 1000 + number, TRACES[plan.size])


def judge(rounds: Sequence[Round]) -> Verdict:
    """One thing that does not hold is a fail."""
    figures = {name: sum(each.figures[name] for each in rounds) for name in rounds[0].figures}
    wrong = [words for each in rounds for words in each.wrong]
    if wrong:
        return Verdict(Outcome.FAIL, {**figures, "wrong": float(len(wrong))}, tuple(wrong[:10]))
    enough = figures["offers"] > figures["evenings"] and figures["taken"] > figures["evenings"] / 2
    return Verdict(Outcome.PASS if enough else Outcome.UNKNOWN, figures)


def _broken(lies: str = "", rules: Rules = RULES) -> Callable[[Plan], Verdict]:
    def control(plan: Plan) -> Verdict:
        return judge([_evenings(plan.seed, TRACES["short"], lies=lies, rules=rules)])

    return control


CONTROLS: Mapping[str, Callable[[Plan], Verdict]] = {
    "who is gone is asked": _broken("here"),
    "chats that run are not counted": _broken("load"),
    "danger always goes first": _broken(rules=replace(RULES, in_a_row=10**6)),
    "whoever let somebody go is never asked again": _broken(rules=replace(RULES, again=timedelta(days=9))),
    "nobody is called": _broken("call"),
}


def _evenings(seed: int, number: int, *, lies: str = "", rules: Rules = RULES) -> Round:
    totals = {"evenings": float(number), "came": 0.0, "offers": 0.0, "taken": 0.0}
    wrong: list[str] = []
    for each in range(number):
        chance = random.Random(f"{seed}/{each}")
        floor = Floor(chance, rules=rules, lies=lies)
        (_flood if each % 20 == 0 else evening)(floor)
        wrong += [f"evening {seed}/{each}: {words}" for words in floor.wrong[:1]]
        for name in ("came", "offers", "taken"):
            totals[name] += getattr(floor, name)
    return Round(totals, tuple(wrong))


def evening(floor: Floor) -> None:
    """A chain of things that happen, then everybody comes back and the line has to empty."""
    chance = floor.chance
    for _person in range(chance.choice((0, 0, 1, 2, 3))):
        _begins(floor)
    for _step in range(chance.randint(*STEPS)):
        chance.choice(HAPPENS)(floor)
        floor.looks()
    _empties(floor)


def _flood(floor: Floor) -> None:
    """Danger without end, on one or two people, while some have waited long."""
    chance = floor.chance
    for _person in range(chance.randint(1, 2)):
        floor.begins(2, "en fr", certified=True)
    for _person in range(chance.randint(1, 3)):
        floor.comes(0, "en")
    floor.now += RULES.due
    for _each in range(40):
        floor.comes(chance.choice((3, 4)), "en")
        floor.looks()
        for number in [each.row.id for each in floor.places.values() if each.asked_by is not None]:
            floor.accepts(number)
        for who, person in floor.staff.items():
            for number in list(person.chats):
                floor.ends(who, number)
        floor.passes(5)
        floor.looks()


def _empties(floor: Floor) -> None:
    """Everybody is there, nobody new comes, time goes by: nobody may be left."""
    if not floor.staff:
        floor.begins(1, "en fr", certified=True)
    for _turn in range(4 + 2 * len(floor.places)):
        for who, person in floor.staff.items():
            person.here, person.paused, person.cooling, person.misses = True, False, False, 0
            for number in list(person.chats):
                floor.ends(who, number)
            floor.shows(who)
        floor.looks()
        for number in [each.row.id for each in floor.places.values() if each.asked_by is not None]:
            floor.accepts(number)
        floor.passes(200)
    if floor.places:
        floor.wrong.append(f"{len(floor.places)} are lost from the line")


def _comes(floor: Floor) -> None:
    floor.comes(floor.chance.choice((0, 0, 1, 2, 3, 4)), floor.chance.choice(("en", "en", "fr")))


def _begins(floor: Floor) -> None:
    if len(floor.staff) < 4:
        chance = floor.chance
        certified = chance.random() < 0.4
        floor.begins(chance.randint(1, 3), chance.choice(("en", "en fr", "fr")), certified=certified)


def _leaves(floor: Floor) -> None:
    if floor.places:
        floor.leaves(floor.chance.choice(list(floor.places)))


def _rises(floor: Floor) -> None:
    if floor.places:
        floor.rises(floor.chance.choice(list(floor.places)), floor.chance.choice((2, 3, 4)))


def _answers(floor: Floor) -> None:
    asked = [place.row.id for place in floor.places.values() if place.asked_by is not None]
    if asked:
        (floor.accepts if floor.chance.random() < 0.65 else floor.declines)(floor.chance.choice(asked))


def _comes_or_goes(floor: Floor) -> None:
    if not floor.staff:
        return
    who = floor.chance.choice(list(floor.staff))
    person = floor.staff[who]
    if person.here and floor.chance.random() < 0.6:
        floor.loses(who)
    else:
        person.here = True
        floor.shows(who)


def _rests(floor: Floor) -> None:
    if floor.staff:
        who = floor.chance.choice(list(floor.staff))
        person = floor.staff[who]
        if person.paused or floor.chance.random() < 0.5:
            person.paused, person.misses = not person.paused, 0
        else:
            person.cooling = not person.cooling
        floor.shows(who)


def _ends(floor: Floor) -> None:
    running = [(who, number) for who, person in floor.staff.items() for number in person.chats]
    if running:
        floor.ends(*floor.chance.choice(running))


def _passes(floor: Floor) -> None:
    floor.passes(floor.chance.choice((1, 10, 31, 61, 130, 400, 700)))


HAPPENS: Sequence[Callable[[Floor], None]] = (
    _comes, _comes, _comes, _answers, _answers, _answers, _passes, _passes, _ends, _begins, _leaves, _rises,
    _comes_or_goes, _rests,
)  # fmt: skip
