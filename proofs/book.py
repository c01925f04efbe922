"""Which proofs there are, and what was found so far: one file for each round, so that a run can go on."""

import importlib
import json
import pkgutil
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import proofs
from proofs import versions
from proofs.shape import Outcome, Plan, Round, Verdict

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "proofs"

TRIES = 3
"""How often a negative control is tried where no fault hits work under way."""


class Proof:
    """A proof module, by its number."""

    def __init__(self, module: ModuleType) -> None:
        self.number: str = module.NUMBER
        self.promise: str = module.PROMISE
        self.rounds: Mapping[str, int] = module.ROUNDS
        self.prove: Callable[[Plan, int], Round] = module.prove
        self.judge: Callable[[Sequence[Round]], Verdict] = module.judge
        self.controls: Mapping[str, Callable[[Plan], Verdict]] = module.CONTROLS
        self.limits: str = " ".join((getattr(module, "LIMITS", "") or "").split())
        self.alone: bool = getattr(module, "ALONE", False)
        self.file: str = Path(str(module.__file__)).name


def numbers() -> dict[str, str]:
    """Every proof there is, in order: its number, and its module's name."""
    names = sorted(each.name for each in pkgutil.iter_modules(proofs.__path__) if _is_proof(each.name))
    return {f"P{int(name[1 : name.index('_')])}": name for name in names}


def proof(number: str) -> Proof:
    """The proof of this number. Only its own module is imported."""
    found = Proof(importlib.import_module(f"proofs.{numbers()[number]}"))
    if found.number != number:
        raise LookupError(f"{found.file} says that it is {found.number}")
    return found


def run(proof: Proof, seed: int, size: str, most: int | None = None) -> tuple[Verdict, list[Round]]:
    """Run what is missing of a proof, round by round, and judge all of it.

    Where the whole says *unknown* (too little was done, or too few faults hit), a few rounds more are done.
    """
    whole = most or proof.rounds[size]
    rounds = [_round(proof, seed, size, number) for number in range(1, whole + 1)]
    verdict = proof.judge(rounds)
    while verdict.outcome == Outcome.UNKNOWN and not most and len(rounds) < whole + 2 + whole // 4:
        rounds.append(_round(proof, seed, size, len(rounds) + 1))
        verdict = proof.judge(rounds)
    told = {**asdict(verdict), **_about(proof, seed, size, len(rounds))}
    _write(_folder(proof, seed, size) / "verdict.json", told)
    return verdict, rounds


def verdicts(proof: Proof) -> Iterator[dict[str, Any]]:
    """Every verdict kept of the long form of a proof, the newest last."""
    kept = KEPT.glob(f"{proof.number}/long-*/verdict.json")
    for path in sorted(kept, key=lambda path: path.stat().st_mtime):
        yield json.loads(path.read_text())


def control(proof: Proof, name: str, seed: int) -> Verdict:
    """Run a negative control; again with another seed where nothing was hit, which is no answer."""
    for more in range(TRIES):
        with plan(seed + more, "short") as work:
            verdict = proof.controls[name](work)
        if verdict.outcome != Outcome.UNKNOWN:
            break
    return verdict


def keep_controls(proof: Proof, found: Mapping[str, str]) -> None:
    """Keep how the negative controls of a proof came out."""
    _write(KEPT / proof.number / "controls.json", {"found": found, **versions.stamp()})


def controls(proof: Proof) -> dict[str, str]:
    """How each negative control came out when it was last run; nothing for one that was not."""
    path = KEPT / proof.number / "controls.json"
    found: dict[str, str] = json.loads(path.read_text())["found"] if path.exists() else {}
    return {name: found[name] for name in proof.controls if name in found}


def forget(proof: Proof, seed: int, size: str) -> None:
    """Drop what was kept of a run, to do it all again."""
    shutil.rmtree(_folder(proof, seed, size), ignore_errors=True)


@contextmanager
def plan(seed: int, size: str) -> Iterator[Plan]:
    """A plan with an empty folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="beside-proof-"))
    folder.chmod(0o755)
    try:
        yield Plan(seed, size, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _round(proof: Proof, seed: int, size: str, number: int) -> Round:
    kept = _folder(proof, seed, size) / f"round-{number:03}.json"
    if kept.exists():
        found = json.loads(kept.read_text())
        return Round(found["figures"], tuple(found["wrong"]), found["facts"])
    begun = time.monotonic()
    with plan(seed, size) as work:
        done = proof.prove(work, number)
        if done.wrong and (work.folder / "history.jsonl").exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(work.folder / "history.jsonl", kept.with_suffix(".history.jsonl"))
    _write(kept, asdict(done))
    told = f"{summary(done.figures) or 'done'} ({time.monotonic() - begun:.0f} s)"
    print(f"  {proof.number} round {number}: {told}", flush=True)
    for sentence in done.wrong:
        print(f"    {sentence}", flush=True)
    return done


def summary(figures: Mapping[str, float]) -> str:
    """Figures in one line; those of what went wrong only where it did."""
    return ", ".join(f"{name} {value:g}" for name, value in figures.items() if value)


def _about(proof: Proof, seed: int, size: str, rounds: int) -> dict[str, Any]:
    about = {"number": proof.number, "promise": proof.promise, "seed": seed, "size": size, "rounds": rounds}
    return {**about, "full": rounds >= proof.rounds[size], **versions.stamp()}


def _folder(proof: Proof, seed: int, size: str) -> Path:
    return KEPT / proof.number / f"{size}-{seed}"


def _write(path: Path, what: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(what, indent=1, default=str) + "\n")
    unfinished.rename(path)


def _is_proof(name: str) -> bool:
    return name[:1] == "p" and name[1:3].isdigit() and "_" in name


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 when all passed; a fail or an unknown is 1."""
    return 0 if all(outcome == Outcome.PASS for outcome in outcomes) else 1
