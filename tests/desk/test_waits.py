"""Waits are ranges, or honestly unknown; hours hold across clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from beside.desk.hours import Opening, door
from beside.desk.waits import Tonight, quantile, wait_range

PARIS = ZoneInfo("Europe/Paris")


@given(
    st.integers(0, 200),
    st.integers(0, 30),
    st.lists(st.floats(0, 90), max_size=30),
    st.lists(st.floats(0, 200), max_size=40),
)
def test_a_wait_is_a_range_or_unknown(
    ahead: int, places: int, running: list[float], waits: list[float]
) -> None:
    found = wait_range(Tonight(ahead, places, tuple(running), tuple(waits)))
    assert (found is None) == (places == 0)
    if found is not None:
        assert 1 <= found[0] < found[1]


@given(st.integers(0, 100), st.integers(1, 20), st.integers(0, 20))
def test_more_people_ahead_never_make_it_shorter(ahead: int, places: int, talking: int) -> None:
    running = (10.0,) * min(talking, places)
    near, far = (wait_range(Tonight(people, places, running)) for people in (ahead, ahead + 1))
    assert near is not None and far is not None
    assert near[1] <= far[1] and near[0] <= far[0]


def test_nobody_on_shift_is_not_known() -> None:
    assert wait_range(Tonight(ahead=0, places=0)) is None


def test_a_free_listener_is_minutes_away_and_lately_says_how_many() -> None:
    assert wait_range(Tonight(ahead=0, places=2)) == (1, 4)
    assert wait_range(Tonight(ahead=0, places=2, waits=(4, 5, 6, 7, 8, 9))) == (5, 8)


def test_everyone_talking_means_until_one_ends() -> None:
    assert wait_range(Tonight(ahead=0, places=2, running=(40.0, 10.0))) == (4, 35)
    later = wait_range(Tonight(ahead=1, places=2, running=(40.0, 10.0)))
    assert later is not None and later[0] > 4 and later[1] > 35


def test_many_places_bring_it_nearer_and_people_in_danger_further_away() -> None:
    talking = tuple(float(minute) for minute in range(0, 40, 2))
    few = wait_range(Tonight(ahead=3, places=5, running=talking[:5]))
    many = wait_range(Tonight(ahead=3, places=20, running=talking))
    overtaken = wait_range(Tonight(ahead=3, places=20, running=talking, overtaking=0.1))
    assert few is not None and many is not None and overtaken is not None
    assert many[1] < overtaken[1] < few[1]


def test_quantiles() -> None:
    assert quantile([1, 2, 3, 4, 5], 0.5) == 3
    assert quantile([1, 2], 0.5) == 1.5
    assert quantile([7], 0.9) == 7


def test_open_past_midnight() -> None:
    evening = [Opening(6, time(18), 9 * 60)]
    late = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert door(evening, PARIS, late).is_open
    assert door(evening, PARIS, late).closes_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    closed = door(evening, PARIS, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    assert not closed.is_open
    assert closed.opens_at == datetime(2026, 11, 29, 17, 0, tzinfo=UTC)


def test_the_wall_clock_counts_when_the_clocks_change() -> None:
    daily = [Opening(day, time(18), 4 * 60) for day in range(7)]
    before = door(daily, PARIS, datetime(2026, 10, 24, 12, 0, tzinfo=UTC))
    after = door(daily, PARIS, datetime(2026, 10, 25, 12, 0, tzinfo=UTC))
    assert before.opens_at == datetime(2026, 10, 24, 16, 0, tzinfo=UTC)
    assert after.opens_at == datetime(2026, 10, 25, 17, 0, tzinfo=UTC)


def test_round_the_clock_never_closes() -> None:
    always = [Opening(day, time(0), 1440) for day in range(7)]
    now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    for minutes in range(0, 7 * 1440, 97):
        state = door(always, PARIS, now + timedelta(minutes=minutes))
        assert state.is_open and state.closes_at is None


def test_never_open_says_nothing_of_when() -> None:
    assert door([], PARIS, datetime(2026, 11, 22, tzinfo=UTC)).opens_at is None
