"""Waits as the board counts them: at a moment, and in time."""

from datetime import UTC, datetime, timedelta

import pytest

from beside.desk import stays
from beside.desk.sparks import HEIGHT, WIDTH, spark
from beside.desk.stays import Stay

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)


def ago(minutes: float) -> datetime:
    """So long before now."""
    return NOW - timedelta(minutes=minutes)


def stay(since: float, until: float | None = None, answered: bool = False, danger: bool = False) -> Stay:
    """A wait in minutes before now."""
    return Stay(ago(since), None if until is None else ago(until), answered, danger, FIVE)


def test_a_wait_counts_while_it_lasts_and_not_a_moment_longer() -> None:
    one = stay(10, 4, answered=True)
    assert [one.waited(ago(at)) for at in (11, 10, 5, 4)] == [
        None,
        timedelta(0),
        timedelta(minutes=5),
        None,
    ]
    assert stays.in_line([one, stay(20)], ago(5)) == 2
    assert stays.in_line([one, stay(20)], ago(3)) == 1


def test_the_longest_is_the_longest_at_each_moment() -> None:
    both = [stay(30, 10), stay(20)]
    assert stays.longest(both, [ago(40), ago(25), ago(12), NOW]) == [0.0, 300.0, 1080.0, 1200.0]
    assert stays.longest([], [NOW]) == [0.0]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (stay(10, 6, answered=True), (1, 1)),
        (stay(10, 5, answered=True), (1, 1)),
        (stay(10, 4, answered=True), (0, 1)),
        (stay(10, 4), (0, 1)),
        (stay(10, 6), (0, 0)),
        (stay(4), (0, 0)),
        (stay(6), (0, 1)),
    ],
    ids=[
        "answered",
        "on the second",
        "late",
        "gave up late",
        "left in time",
        "may be in time yet",
        "late already",
    ],
)
def test_who_counts_as_answered_in_time(one: Stay, told: tuple[int, int]) -> None:
    assert stays.in_time([one], NOW) == told


def test_the_usual_wait_is_that_of_those_who_were_answered() -> None:
    waits = [stay(9, 8, answered=True), stay(9, 7, answered=True), stay(9, 1, answered=True), stay(90, 2)]
    assert stays.usual(waits) == timedelta(minutes=2)
    assert stays.usual(waits[1:]) == timedelta(minutes=2)
    assert stays.usual([stay(90)]) is None


def test_the_picture_holds_every_value_and_the_target() -> None:
    made = spark([0, 60, 600], 300)
    points = [tuple(map(float, one.split(","))) for one in made.line.split()]
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[0][1] > float(made.target) > points[2][1]
    assert 0 <= float(spark([0.0], 300).target) <= HEIGHT
