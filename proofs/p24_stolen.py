"""P24: somebody carries the database away, or writes in it, and has no key store."""

from collections.abc import Sequence

from proofs.keyhouse import KeyHouse
from proofs.planted import found, phrases
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added

NUMBER = "P24"
PROMISE = "A stolen database says nothing, and nothing in it can be moved or put back unseen"
LIMITS = (
    "SQLite; the files of the data directory without the key store. Lengths of messages can be seen. Whoever "
    "puts the whole of both databases back to an older day is not noticed."
)
ROUNDS = {"short": 1, "long": 2}
PHRASES = {"short": 600, "long": 10_000}
PEOPLE = {"short": 30, "long": 200}
ENOUGH = 500


def prove(plan: Plan, number: int) -> Round:
    """Plant phrases, look for them in everything but the key store, then move every sealed thing about."""
    return _stolen(plan, f"{plan.seed + number}")


def judge(rounds: Sequence[Round]) -> Verdict:
    """No word found, nothing opens where it does not belong, everything opens where it does."""
    figures = added(rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if figures.get("phrases", 0) < ENOUGH or figures.get("moved", 0) < ENOUGH:
        return Verdict(Outcome.UNKNOWN, figures, ("too few phrases or moves",))
    return Verdict(Outcome.PASS, figures)


def no_associated_data(plan: Plan) -> Verdict:
    """Sealed, but bound to nothing."""
    return judge([_stolen(plan, f"{plan.seed}", breaks="no-associated-data")])


def only_encoded(plan: Plan) -> Verdict:
    """Not sealed but encoded: the search must find the words in base64."""
    return judge([_stolen(plan, f"{plan.seed}", breaks="not-sealed")])


CONTROLS = {"associated data left out": no_associated_data, "encoded instead of sealed": only_encoded}


def _stolen(plan: Plan, seed: str, breaks: str = "") -> Round:
    house, many = KeyHouse(plan.folder / f"house-{breaks or seed}"), PHRASES[plan.size]
    house.run("plant", seed, str(many), str(PEOPLE[plan.size]), breaks=breaks)
    words = found(phrases(int(seed), many), house.stolen())
    if words:
        return Round({"phrases": many, "found": len(words)}, (f"words found, such as “{min(words)}”",))
    ways = house.run("swaps", seed, breaks=breaks)
    ways["an older wording of a note put back"] = house.run("older_notes", breaks=breaks)
    wrong: list[str] = []
    tried, opened = ways.pop("as they are")
    if opened != tried or not tried:
        wrong.append(f"only {opened} of {tried} open where they belong")
    wrong += [f"{name}: {opened} of {tried} opened" for name, (tried, opened) in ways.items() if opened]
    moved = sum(tried for tried, _ in ways.values())
    figures = {
        "phrases": many,
        "found": len(words),
        "moved": moved,
        "opened": sum(n for _, n in ways.values()),
    }
    return Round(figures, tuple(wrong), {"ways": ways, "bytes": sum(map(len, house.stolen()))})
