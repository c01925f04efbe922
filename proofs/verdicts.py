"""From rounds to a verdict: figures added up, times put in order, too little called unknown."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from proofs.checker import WRONGS, Findings, check
from proofs.houses import House, Someone
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.talk import Load

ENOUGH = 1000
"""Fewer acknowledged operations than this prove nothing."""


def checked(found: Findings, hits: int, recovered: Sequence[float] = (), **more: float) -> Round:
    """A round of a proof about delivery. `hits` counts faults that met work under way."""
    figures = {"hits": hits, **found.figures(), **more}
    times = {"recovered": [round(each, 3) for each in recovered]}
    return Round(figures, found.sentences(), times)


def judged(rounds: Sequence[Round], *, enough: float = ENOUGH, hits: int = 1) -> Verdict:
    """Fail when anything went wrong, unknown when too little was done, else pass."""
    figures = added(rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    skipped = tuple(str(each.facts["skipped"]) for each in rounds if "skipped" in each.facts)
    if skipped:
        return Verdict(Outcome.UNKNOWN, figures, skipped[:1])
    if figures.get("acked", 0) < enough:
        why = f"only {figures.get('acked', 0):g} acknowledged, {enough:g} are needed"
        return Verdict(Outcome.UNKNOWN, figures, (why,))
    if figures.get("hits", 0) < hits:
        why = f"only {figures.get('hits', 0):g} faults met work under way, {hits} are needed"
        return Verdict(Outcome.UNKNOWN, figures, (why,))
    return Verdict(Outcome.PASS, figures)


def added(rounds: Sequence[Round]) -> dict[str, float]:
    """The figures of all rounds together; the times of recovery as least, middle and most."""
    total: defaultdict[str, float] = defaultdict(float)
    most: dict[str, float] = {}
    for each in rounds:
        for name, value in each.figures.items():
            if name.startswith("most_"):
                most[name] = max(most.get(name, 0), value)
            else:
                total[name] += value
    times = sorted(time for each in rounds for time in each.facts.get("recovered", ()))
    if times:
        spread = {"min": times[0], "median": statistics.median(times), "max": times[-1]}
        most |= {f"recovery_{name}_s": round(value, 2) for name, value in spread.items()}
    nought = {word: total.pop(word, 0) for word in WRONGS if word in total}
    return {**total, **most, **nought}


def least(plan: Plan, long: float = ENOUGH, short: float = 100) -> float:
    """How many acknowledged operations are needed in this form."""
    return long if plan.long else short


def facts(house: House) -> dict[str, Any]:
    """What the house of a round stood on."""
    return dict(house.template.facts)


def ended(house: House, load: Load, patience: float = 18.0) -> None:
    """Let a load come to its end: answers for everything, everything shown, then the server killed.

    A reader who missed a hint hears of it with the next beat, which comes within 12 seconds.
    """
    load.hush(patience)
    load.caught_up(load.heads(), patience)
    house.kill()


def judge_load(house: House, load: Load, hits: int, recovered: Sequence[float] = (), **more: float) -> Round:
    """The end of most rounds: the log read by a fresh process and held against all that was seen."""
    found = check(load.rows, house.final(), load.views)
    whole = () if house.sound() else ("the database is not whole any more",)
    done = checked(found, hits, recovered, **more)
    return Round(done.figures, (*done.wrong, *whole), {**done.facts, **facts(house)})


def everyone(house: House) -> list[Someone]:
    """Both sides of every pair."""
    return [someone for pair in house.people for someone in pair]
