"""The models against worked figures, against each other, and against the chain they are the limit of."""

from itertools import pairwise

import pytest

from beside.desk.staffing.erlang import Load, blocked, impatient, patient

TWO_MINUTES = 2.0


@pytest.mark.parametrize(
    ("handling", "places", "used", "within", "seconds"),
    [
        (45, 10, 0.90, 0.36, 1806),
        (45, 13, 0.69, 0.87, 106),
        (56.25, 14, 0.80, 0.69, 421),
        (56.25, 16, 0.70, 0.89, 95),
    ],
)
def test_the_patient_line_is_as_worked_out_by_hand(
    handling: float, places: int, used: float, within: float, seconds: float
) -> None:
    """Twelve chats an hour; two at once make each a quarter longer."""
    found = patient(Load(12, handling), places, TWO_MINUTES)
    assert found.busy == pytest.approx(used, abs=0.005)
    assert found.within == pytest.approx(within, abs=0.005)
    assert found.mean_wait * 60 == pytest.approx(seconds, abs=0.5)


@pytest.mark.parametrize(
    ("handling", "places", "left"), [(45, 10, 0.14), (45, 13, 0.04), (56.25, 14, 0.07), (56.25, 16, 0.03)]
)
def test_some_of_an_impatient_line_leave(handling: float, places: int, left: float) -> None:
    assert impatient(Load(12, handling, 5), places, TWO_MINUTES).left == pytest.approx(left, abs=0.005)


def chain(load: Load, places: int) -> tuple[float, float]:
    """(share that leaves, mean wait), by adding up the states of the birth-and-death chain itself."""
    come, done, gone = load.per_hour / 60, 1 / load.handling, 1 / load.patience
    state, states = 1.0, [1.0]
    for number in range(1, 3000):
        state *= come / (min(number, places) * done + max(number - places, 0) * gone)
        states.append(state)
    in_line = sum((number - places) * each for number, each in enumerate(states) if number > places) / sum(
        states
    )
    return gone * in_line / come, in_line / come


@pytest.mark.parametrize(
    ("load", "places"),
    [
        (Load(12, 45, 5), 10),
        (Load(60, 45, 20), 20),
        (Load(3, 45, 10), 1),
        (Load(200, 30, 8), 110),
        (Load(40, 45, 30), 25),
    ],
)
def test_the_impatient_line_is_the_chain_of_its_states(load: Load, places: int) -> None:
    left, wait = chain(load, places)
    found = impatient(load, places, TWO_MINUTES)
    assert found.left == pytest.approx(left, rel=1e-4)
    assert found.mean_wait == pytest.approx(wait, rel=1e-4)


def test_endless_patience_is_the_limit_of_much_patience() -> None:
    much, endless = impatient(Load(12, 45, 1e7), 13, TWO_MINUTES), patient(Load(12, 45), 13, TWO_MINUTES)
    assert much.within == pytest.approx(endless.within, abs=1e-3)
    assert much.mean_wait == pytest.approx(endless.mean_wait, rel=1e-2)


def test_more_people_never_make_it_worse() -> None:
    found = [impatient(Load(30, 45, 10), places, TWO_MINUTES) for places in range(1, 60)]
    assert all(b.within >= a.within - 1e-9 and b.left <= a.left + 1e-9 for a, b in pairwise(found))


def test_a_line_far_beyond_its_people_has_an_answer() -> None:
    found = impatient(Load(3000, 45, 60), 3, TWO_MINUTES)
    assert found.left == pytest.approx(1, abs=0.01)
    assert 0 <= found.within < 0.01


def test_nobody_there_means_everybody_leaves_and_nobody_coming_means_nothing() -> None:
    assert impatient(Load(10, 45, 5), 0, TWO_MINUTES).left == 1
    assert impatient(Load(0, 45, 5), 0, TWO_MINUTES).within == 1
    assert patient(Load(10, 45), 7, TWO_MINUTES).within == 0


def test_with_nobody_allowed_to_wait_it_is_erlang_b() -> None:
    assert blocked(10, 10) == pytest.approx(0.2146, abs=1e-4)


@pytest.mark.parametrize("wrong", [(-1, 45, 5), (1, 0, 5), (1, 45, 0)])
def test_a_load_that_cannot_be_is_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="above nought"):
        Load(*wrong)
