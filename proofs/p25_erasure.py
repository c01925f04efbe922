"""P25: half of the people are erased, and every backup there ever was is brought back."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from proofs.keyhouse import KEYS, MAIN, KeyHouse
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added

NUMBER = "P25"
PROMISE = "What was erased opens in no backup generation; everything else opens in all of them"
LIMITS = (
    "SQLite. Every generation of the tables against the key store of today, as when the key store's backups "
    "from before the erasure are gone (7 days). Until then such a backup and the root key open what it holds."
)
ROUNDS = {"short": 1, "long": 2}
PEOPLE = {"short": 16, "long": 200}
LINES = {"short": 4, "long": 10}
GENERATIONS = {"short": 2, "long": 14}


def prove(plan: Plan, number: int) -> Round:
    """Seed, back up again and again, erase half, restore every generation."""
    return _erased(plan, plan.seed + number)


def judge(rounds: Sequence[Round]) -> Verdict:
    """Nothing of the erased opens, and everything of the others does."""
    figures = added(rounds)
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if not (figures.get("tried_erased") and figures.get("tried_kept")):
        return Verdict(Outcome.UNKNOWN, figures, ("nothing was tried",))
    return Verdict(Outcome.PASS, figures)


def keys_in_the_backup(plan: Plan) -> Verdict:
    """The key store lies in the same backup as the tables, and is brought back with them."""
    return judge([_erased(plan, plan.seed, keys_along=True)])


def key_not_destroyed(plan: Plan) -> Verdict:
    """Erasing empties the rows and leaves the key."""
    return judge([_erased(plan, plan.seed, breaks="key-kept")])


CONTROLS = {"data keys in the main backup": keys_in_the_backup, "the key is not destroyed": key_not_destroyed}


def _erased(plan: Plan, seed: int, *, breaks: str = "", keys_along: bool = False) -> Round:
    folder = plan.folder / f"{breaks or 'house'}-{keys_along}-{seed}"
    house, people = KeyHouse(folder), PEOPLE[plan.size]
    planted = house.run("plant", f"{seed}", f"{people * LINES[plan.size]}", f"{people}")
    generations = [folder / f"generation-{each}" for each in range(GENERATIONS[plan.size])]
    for generation in generations:
        house.copy(MAIN, generation)
        house.copy(KEYS, generation)
    chosen = set(random.Random(seed).sample(range(people), people // 2))
    wrapped = house.run("erase", *(planted["people"][each] for each in sorted(chosen)), breaks=breaks)
    erased = {planted["chats"][each] for each in chosen}
    today = folder / "today"
    house.copy(KEYS, today)
    figures = {"generations": len(generations), "erased": len(erased), "kept": people - len(erased)}
    wrong: list[str] = []
    for number, generation in enumerate(generations):
        keys = generation if keys_along else today
        found = house.restored(folder / f"restored-{number}", generation, keys).run("readable")
        _count(found, erased, figures, wrong, f"generation {number}")
    _count(house.run("readable"), erased, figures, wrong, "the house itself", emptied=True)
    left = _left(house, wrapped)
    wrong += [f"{left} wrapped keys of the erased are still in the key store's file"] if left else []
    return Round({**figures, "wrapped_keys_left": left}, tuple(wrong))


def _count(
    found: dict[str, list[int]],
    erased: set[str],
    figures: dict[str, Any],
    wrong: list[str],
    where: str,
    *,
    emptied: bool = False,
) -> None:
    """Add what opened to the figures, and what should not be to the wrongs."""
    for name, is_one in (("erased", True), ("kept", False)):
        rows = [counts for chat, counts in found.items() if (chat in erased) is is_one]
        tried, opened = sum(row[0] for row in rows), sum(row[1] for row in rows)
        figures[f"tried_{name}"] = figures.get(f"tried_{name}", 0) + tried
        figures[f"opened_{name}"] = figures.get(f"opened_{name}", 0) + opened
        if is_one and opened:
            wrong.append(f"{where}: {opened} of {tried} lines of the erased open")
        if not is_one and (opened < tried or not tried):
            wrong.append(f"{where}: only {opened} of {tried} lines of the others open")
        if is_one and not emptied and not tried:
            wrong.append(f"{where} holds no line of the erased to try")


def _left(house: KeyHouse, wrapped: Sequence[str]) -> int:
    """How many wrapped keys of the erased are still in a file of the key store, byte by byte."""
    files = [path.read_bytes() for path in _files(house.data)]
    return sum(any(bytes.fromhex(key) in data for data in files) for key in wrapped)


def _files(data: Path) -> list[Path]:
    return [path for path in data.iterdir() if path.name.startswith(KEYS)]
