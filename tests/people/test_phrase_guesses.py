"""Slow for guessers, never locked for the person."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from beside.foundation import clock
from beside.people import guesses

HERE, THERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    guesses.forget_all()
    with clock.frozen(clock.now()):
        yield
    guesses.forget_all()


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def miss(place: str, times: int) -> None:
    for _ in range(times):
        guesses.missed(place)


def test_the_address_is_nowhere_in_the_place() -> None:
    assert HERE not in guesses.place(HERE) and len(guesses.place(HERE)) == 32


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.7", "192.0.2.200", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("2001:db8:1:2:3::1", "2001:db8:1:fe::9", True),
        ("::ffff:192.0.2.7", "192.0.2.9", True),
        ("2001:db8:1:2::1", "2001:db8:2:2::1", False),
        ("", "nonsense", True),
    ],
)
def test_a_place_is_a_network(one: str, other: str, is_same: bool) -> None:
    assert (guesses.place(one) == guesses.place(other)) is is_same


def test_three_misses_are_free_then_pauses_double_up_to_a_minute() -> None:
    place = guesses.place(HERE)
    pauses = []
    for _ in range(11):
        guesses.missed(place)
        pauses.append(guesses.pause(place))
    assert pauses == [0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_a_pause_runs_out_and_an_hour_forgets() -> None:
    place = guesses.place(HERE)
    miss(place, 5)
    start = clock.now()
    with clock.frozen(start + later(7.5)):
        assert guesses.pause(place) == pytest.approx(0.5)
    with clock.frozen(start + later(8)):
        assert guesses.pause(place) == 0
    with clock.frozen(start + later(3601)):
        guesses.pause(place)
        miss(place, 1)
        assert guesses.pause(place) == 0


def test_one_place_makes_about_sixty_guesses_an_hour() -> None:
    place, tried, start = guesses.place(HERE), 0, clock.now()
    for second in range(3600):
        with clock.frozen(start + later(second)):
            if guesses.pause(place) == 0:
                guesses.missed(place)
                tried += 1
    assert 55 <= tried <= 75


def test_a_guesser_elsewhere_holds_up_nobody_here() -> None:
    miss(guesses.place(THERE), 500)
    assert guesses.pause(guesses.place(HERE)) == 0


def test_many_places_guessing_together_all_wait_a_minute() -> None:
    places = [guesses.place(f"10.0.{number}.1") for number in range(70)]
    for place in places[:50]:
        guesses.missed(place)
    assert guesses.pause(places[0]) == 0
    for place in places[50:]:
        guesses.missed(place)
    assert guesses.pause(places[0]) == guesses.LONGEST
    assert guesses.pause(guesses.place(HERE)) == 0
    with clock.frozen(clock.now() + later(61)):
        assert guesses.pause(places[0]) == 0


def test_a_long_attack_is_over_a_minute_after_its_end() -> None:
    miss(guesses.place(THERE), 3000)
    miss(guesses.place(HERE), 1)
    with clock.frozen(clock.now() + later(121)):
        guesses.missed(guesses.place("203.0.113.1"))
    with clock.frozen(clock.now() + later(185)):
        assert guesses.pause(guesses.place(HERE)) == 0


def test_who_waited_gets_in_although_somebody_beside_them_goes_on_guessing() -> None:
    place = guesses.place(HERE)
    miss(place, 9)
    ticket = guesses.ticket(place, guesses.pause(place))
    assert guesses.pause(place, ticket) == 60
    with clock.frozen(clock.now() + later(60)):
        guesses.missed(place)
        assert guesses.pause(place) == 60
        assert guesses.pause(place, ticket) == 0


def test_a_ticket_serves_once_here_and_for_an_hour() -> None:
    place = guesses.place(HERE)
    miss(place, 9)
    ticket, other = guesses.ticket(place, 10), guesses.ticket(guesses.place(THERE), 10)
    with clock.frozen(clock.now() + later(11)):
        assert guesses.pause(place, ticket) == 0
        assert guesses.pause(place, ticket) > 0
        assert guesses.pause(place, other) > 0
        assert guesses.pause(place, ticket[:-1] + "A") > 0
        assert guesses.pause(place, "nonsense") > 0
    stale = guesses.ticket(place, 0)
    with clock.frozen(clock.now() + later(3590)):
        miss(place, 9)
    with clock.frozen(clock.now() + later(3601)):
        assert guesses.pause(place, stale) > 0


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "_MOST", 10)
    for number in range(40):
        guesses.missed(guesses.place(f"10.0.{number}.1"))
    assert len(guesses._misses) == 10
