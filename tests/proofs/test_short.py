"""The short form of every proof, and every negative control: found, not listed."""

import pytest

from proofs import book
from proofs.shape import Outcome

pytestmark = [pytest.mark.proof, pytest.mark.timeout(240)]
SEED = 7
MISSED = 2
"""How often more is done when no fault hit work under way: that is unknown, which is no pass and no fail."""


@pytest.mark.parametrize("number", book.numbers())
def test_the_short_form_passes(number: str) -> None:
    proof = book.proof(number)
    least, rounds = proof.rounds["short"], []
    for each in range(1, least + MISSED + 1):
        with book.plan(SEED, "short") as plan:
            rounds.append(proof.prove(plan, each))
        if each >= least and (verdict := proof.judge(rounds)).outcome != Outcome.UNKNOWN:
            break
    assert verdict.outcome == Outcome.PASS, (verdict.figures, verdict.why)


@pytest.mark.parametrize("number", book.numbers())
def test_its_controls_are_red(number: str) -> None:
    proof = book.proof(number)
    assert proof.controls, "a check that nothing can fail proves nothing"
    for name in proof.controls:
        verdict = book.control(proof, name, SEED)
        assert verdict.outcome == Outcome.FAIL, (name, verdict.figures, verdict.why)
