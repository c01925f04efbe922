"""From arrivals to people."""

import pytest

from beside.desk.staffing.erlang import Load, impatient
from beside.desk.staffing.planning import LEAST, Goal, Team, carried, places_for, plan

EVENING = Load(0, 45, 10)


@pytest.mark.parametrize("per_hour", [0.5, 4, 12, 60, 400])
def test_it_is_enough_and_one_fewer_is_not(per_hour: float) -> None:
    load, goal = Load(per_hour, 45, 10), Goal()
    places = places_for(load, goal)
    assert goal.is_met(impatient(load, places, goal.minutes))
    assert places == 1 or not goal.is_met(impatient(load, places - 1, goal.minutes))


def test_a_goal_that_cannot_be_met_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        places_for(Load(10, 45, 10), Goal(left=-1))


def test_a_steady_stream_comes_to_its_steady_load() -> None:
    assert carried([3.0] * 100, 45)[-1] == pytest.approx(9, abs=1e-6)


def test_who_came_before_is_still_there_in_a_quiet_interval() -> None:
    [busy, after, later] = carried([10.0, 0.0, 0.0], 45)
    assert after == busy
    assert 0 < later < after


def test_a_day_is_planned_interval_by_interval() -> None:
    needs = plan([1.0] * 20 + [6.0] * 20 + [1.0] * 20, EVENING, Goal(), Team())
    assert [need.start for need in needs[:3]] == [0, 15, 30]
    assert needs[39].people > needs[19].people
    assert all(Goal().is_met(need.outcome) for need in needs)


def test_nobody_is_planned_alone_not_even_for_a_quiet_night() -> None:
    assert {need.people for need in plan([0.0, 0.01], EVENING, Goal(), Team(away=0))} == {LEAST}


def test_two_chats_at_once_take_fewer_people_though_each_takes_longer() -> None:
    alone = plan([8.0] * 30, EVENING, Goal(), Team(away=0))[-1]
    both = plan([8.0] * 30, EVENING, Goal(), Team(chats=2, slower=1.25, away=0))[-1]
    assert both.offered == pytest.approx(alone.offered * 1.25, rel=0.01)
    assert alone.people / 2 < both.people < alone.people


def test_breaks_and_those_who_cannot_come_are_planned_for() -> None:
    assert Team(away=0.3).people(7) == 10
    assert Team(away=0.0).people(7) == 7
