"""Runs go on where they were, and say unknown when too little was done."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from proofs import book, pairs, table
from proofs.shape import Outcome, Plan, Round, Verdict
from proofs.verdicts import added, judged


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(book, "KEPT", tmp_path)
    yield tmp_path


def made(done: list[int], breaks_at: int = 0) -> book.Proof:
    def prove(plan: Plan, number: int) -> Round:
        if number == breaks_at:
            raise RuntimeError("the machine went down")
        done.append(number)
        assert list(plan.folder.iterdir()) == []
        return Round({"acked": 600, "hits": 1}, (), {"recovered": [float(number)]})

    module = SimpleNamespace(
        NUMBER="P99", PROMISE="It holds", ROUNDS={"short": 1, "long": 3}, prove=prove, judge=judged,
        CONTROLS={"broken": lambda _plan: Verdict(Outcome.FAIL)}, LIMITS="none", __file__="p99_it.py",
    )  # fmt: skip
    return book.Proof(cast(ModuleType, module))


def test_a_run_goes_on_where_it_was(kept: Path) -> None:
    done: list[int] = []
    with pytest.raises(RuntimeError):
        book.run(made(done, breaks_at=3), 5, "long")
    verdict, rounds = book.run(made(done), 5, "long")
    assert done == [1, 2, 3]
    assert verdict.outcome == Outcome.PASS
    assert len(rounds) == 3
    assert verdict.figures["acked"] == 1800
    assert (verdict.figures["recovery_min_s"], verdict.figures["recovery_max_s"]) == (1, 3)
    book.run(made(done), 6, "long", most=1)
    assert done == [1, 2, 3, 1], "another seed is another run"


def test_a_few_rounds_more_are_done_where_the_whole_was_too_little(kept: Path) -> None:
    done: list[int] = []
    proof = made(done)
    proof.judge = lambda rounds: judged(rounds, enough=2400)
    verdict, rounds = book.run(proof, 5, "long")
    assert (verdict.outcome, len(rounds)) == (Outcome.PASS, 4)
    proof.judge = lambda rounds: judged(rounds, enough=10**6)
    verdict, rounds = book.run(proof, 5, "long")
    assert (verdict.outcome, len(rounds)) == (Outcome.UNKNOWN, 5), "and not without end"
    assert book.run(proof, 5, "long", most=1)[0].outcome == Outcome.UNKNOWN
    assert done == [1, 2, 3, 4, 5]


def test_those_whose_seconds_count_run_alone_and_last(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def apart(proof: book.Proof, options: Sequence[str]) -> Outcome:
        assert list(options) == ["--seed", "7"]
        begun.append(proof.number)
        return Outcome.FAIL if proof.number == "P99" else Outcome.PASS

    monkeypatch.setattr(pairs, "_apart", apart)
    lonely, other = made([]), made([])
    lonely.number, lonely.alone = "P98", True
    assert pairs.run([lonely, other], ["--seed", "7"]) == [Outcome.FAIL, Outcome.PASS]
    assert begun == ["P99", "P98"]


def test_too_little_is_unknown_and_anything_wrong_is_a_fail() -> None:
    enough = Round({"acked": 1000, "hits": 1})
    assert judged([enough]).outcome == Outcome.PASS
    assert judged([Round({"acked": 999, "hits": 1})]).outcome == Outcome.UNKNOWN
    assert judged([Round({"acked": 1000, "hits": 0})]).outcome == Outcome.UNKNOWN
    assert judged([Round(facts={"skipped": "no root here"})]).why == ("no root here",)
    assert judged([enough, Round({"acked": 1, "lost": 1}, ("lost 1",))]).outcome == Outcome.FAIL
    assert added([Round({"most_s": 3}), Round({"most_s": 2, "acked": 1})]) == {"most_s": 3, "acked": 1}


def test_the_table_says_what_was_run_and_what_was_not(kept: Path) -> None:
    proof = made([])
    assert table.NOT_YET in table.made([proof])
    book.run(proof, 5, "long", most=2)
    assert "| not whole yet, 2 of 3 rounds: acked 1200, hits 2" in table.made([proof])
    book.run(proof, 5, "long")
    book.keep_controls(proof, {"broken": "fail"})
    row = table.made([proof]).splitlines()[-1]
    assert "**pass**: acked 1800" in row
    assert "seed 5" in row and "| broken | none |" in row


def test_every_proof_is_found_by_its_number() -> None:
    numbers = book.numbers()
    assert list(numbers)[:2] == ["P1", "P2"]
    assert book.proof("P12").file == "p12_states.py"
