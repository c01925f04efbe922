"""The day that never was: always the same, never against the rules, and worse with fewer people."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from beside.desk import routing
from beside.desk.routing import Rules
from beside.desk.simulation import Scenario, Turn, as_json, asking, named, read, simulate
from beside.desk.simulation.asking import Offer
from beside.desk.simulation.day import _Day
from beside.desk.simulation.results import Visit, coverage, of, summary
from beside.desk.simulation.scenario import NAMES
from beside.project import command
from beside.project.commands import simulate as the_command
from beside.project.environment import Refused


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_is_the_same_day_to_the_last_byte(name: str) -> None:
    day = as_json(simulate(named(name), 7))
    assert as_json(simulate(named(name), 7)) == day
    assert name == "surge9x" or as_json(simulate(named(name), 8)) != day


def test_everybody_who_came_is_accounted_for() -> None:
    for name in NAMES:
        for visit in simulate(named(name), 3).visits:
            ends = [visit.refused != "", visit.taken_at is not None, visit.left_at is not None]
            assert sum(ends) == 1, visit


@pytest.mark.parametrize("name", NAMES)
def test_in_danger_somebody_is_asked_or_told_within_their_time_even_with_nobody_there(name: str) -> None:
    for seed in range(1 if name == "surge9x" else 5):
        results = simulate(named(name), seed)
        assert summary(results)["danger_without_answer"] == 0
        danger = [visit for visit in results.visits if visit.danger_at is not None]
        assert danger
        assert not any(visit.refused == "full" for visit in danger)


def test_who_comes_does_not_depend_on_who_is_there() -> None:
    some, none = simulate(named("weekday"), 5), simulate(named("staff0"), 5)
    told = [
        [(v.came_at, v.urgency, v.language) for v in day.visits if v.danger_at is None]
        for day in (some, none)
    ]
    assert set(told[0]) & set(told[1])
    assert [v.came_at for v in some.visits] == [v.came_at for v in none.visits]


def test_more_people_answer_more() -> None:
    steady = Scenario(per_hour=(20.0,) * 24, absent=0)
    shares = [
        summary(simulate(replace(steady, turns=(Turn(people, 0, 24, ("en", "fr")),)), 1))["all"]["in_time"]
        for people in (5, 15, 30)
    ]
    assert shares == sorted(shares)
    assert shares[2] - shares[0] > 0.3


def test_danger_waits_less_than_others_when_there_are_too_few() -> None:
    day = summary(simulate(Scenario(per_hour=(20.0,) * 24, turns=(Turn(12, 0, 24, ("en", "fr")),)), 2))
    assert day["by_urgency"]["3"]["wait_p50"] < day["by_urgency"]["0"]["wait_p50"]


def test_a_surge_of_three_thousand_is_run_in_less_than_ten_seconds() -> None:
    begun = time.process_time()
    assert summary(simulate(named("surge9x"), 7))["came"] > 2_500
    assert time.process_time() - begun < 10


def test_what_is_asked_for_is_waited_for_and_more_of_it_met_the_longer_it_is() -> None:
    steady = Scenario(per_hour=(12.0,) * 24, absent=0, turns=(Turn(12, 0, 24, ("en", "fr")),))
    met, waits = [], []
    for seconds in (0, 210, 900):
        day = summary(simulate(replace(steady, rules=Rules(expert=timedelta(seconds=seconds))), 4))
        met.append(day["wished"]["met"])
        waits.append(day["all"]["wait_p90"])
    assert met == sorted(met) and met[2] - met[0] > 0.15
    assert waits[0] < min(waits[1:])
    nobody_asks = summary(simulate(replace(steady, topics=(), wishes=()), 4))
    assert nobody_asks["wished"] == {"answered": 0, "met": None}


def test_the_day_asks_with_the_code_of_the_live_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is asked, for how long not again, who is away, who is called for: one answer for both."""
    assert asking.pairs is routing.pairs
    monkeypatch.setattr(asking, "pairs", lambda *about: iter(()))
    assert summary(simulate(named("weekday"), 1))["all"]["answered"] == 0


def test_nobody_is_asked_about_two_at_once_or_beyond_their_places() -> None:
    for offers in _offers(named("weekday")):
        assert len({offer.worker.taker.id for offer in offers}) == len(offers)


def test_people_under_age_come_to_who_is_trained_for_them() -> None:
    turns = (Turn(6, 0, 24), Turn(3, 0, 24, slots=2, certified=True))
    calm = Scenario(per_hour=(1.0,) * 24, languages=(("en", 1.0),), topics=(), wishes=(), turns=turns)
    trained = []
    for share in (0.0, 1.0):
        day = _offers(replace(calm, urgency=(1.0, 0, 0, 0, 0), rises=0, minors=share))
        made = {id(offer): offer.worker.taker.certified for offers in day for offer in offers}
        trained.append(sum(made.values()) / len(made))
    assert trained[0] < 0.8 and trained[1] > 0.9


def test_whoever_let_somebody_go_is_asked_again_where_nobody_else_is_there() -> None:
    alone = Scenario(per_hour=(2.0,) * 24, absent=0, rest=0, missed=0.5, patience=600, misses=99)
    alone = replace(alone, turns=(Turn(1, 0, 24, ("en", "fr")),), wishes=(), topics=())
    day = summary(simulate(alone, 3))
    assert day["missed"] > 5
    assert day["all"]["answered"] > day["missed"]


def test_closed_hours_turn_people_away() -> None:
    day = simulate(replace(named("weekday"), opens=8.0, closes=20.0), 1)
    assert {visit.refused == "closed" for visit in day.visits if not 8 <= visit.came_at / 3600 < 20} == {True}
    assert "closed" not in {visit.refused for visit in day.visits if 8 <= visit.came_at / 3600 < 20}


def _offers(scenario: Scenario) -> list[list[Offer]]:
    """The offers that were open after every event of a day."""
    day = _Day(scenario, 5)
    found: list[list[Offer]] = []
    ask = day._ask

    def watched() -> None:
        ask()
        found.append(list(day.asking._open.values()))
        assert all(one.busy <= max(one.taker.slots, 2) for one in day.floor)

    day._ask = watched  # type: ignore[method-assign]
    day.run()
    return found


def test_a_night_goes_on_after_midnight() -> None:
    visits = [visit for visit in simulate(named("night"), 1).visits if not visit.refused]
    hours = {int(visit.came_at // 3600) for visit in visits}
    assert hours <= set(range(20, 30)) and {21, 25} <= hours
    early = of([visit for visit in visits if 20 <= visit.came_at / 3600 < 26])
    assert early["in_time"] > 0.4 and early["answered"] > 0.7 * early["came"]


def test_figures_are_of_what_happened() -> None:
    visits = [
        Visit(0, 0, "en", 0.0, taken_at=60.0, range=(1, 4)),
        Visit(1, 3, "en", 0.0, taken_at=90.0, range=(5, 9)),
        Visit(2, 0, "en", 0.0, left_at=10.0),
        Visit(3, 0, "en", 0.0, left_at=600.0),
    ]
    told = of(visits)
    assert (told["came"], told["answered"], told["looked_in"], told["left"]) == (4, 2, 1, 1)
    assert told["left_share"] == told["in_time"] == round(1 / 3, 4)
    assert told["wait_p50"] == 75.0
    assert coverage(visits) == {"told": 2, "inside": 0.5, "sooner": 0.5}


def test_a_file_changes_what_it_names() -> None:
    day = read(
        'like = "night"\nname = "ours"\npatience = 40\n[rules]\nexpert = 60\nin_a_row = 5\n'
        '[languages]\npl = 1.0\n[[turns]]\npeople = 2\nbegins = 20\nends = 24\nlanguages = ["pl"]\n'
    )
    assert (day.name, day.patience, day.opens, day.rules.expert.seconds, day.rules.in_a_row) == (
        "ours",
        40,
        20,
        60,
        5,
    )
    assert day.turns == (Turn(2, 20, 24, ("pl",)),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("patience = ", "cannot be read"),
        ("pacience = 3", "has no pacience"),
        ('like = "sunday"', "no scenario is called sunday"),
        ("per_hour = [1, 2]", "24 numbers"),
        ("urgency = [1, 1, 1, 1, 1]", "come to 1"),
        ("chat = 0", "above nought"),
        ("[topics]\ngrief = 0.7\nwork = 0.6", "come to 1 at most"),
        ("[[turns]]\nperson = 3", "cannot be read"),
        ("[rules]\nsoon = 3", "cannot be read"),
    ],
)
def test_a_file_that_says_nothing_sensible_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read(text)


def test_the_command_prints_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    parse = command.parser().parse_args
    assert the_command.run(parse(["simulate", "--seed", "7", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == "weekday"
    assert the_command.run(parse(["simulate", "--scenario", "staff0"])) == 0
    said = capsys.readouterr().out
    assert "everyone" in said and "met all of it" in said
    with pytest.raises(Refused, match="no scenario"):
        the_command.run(parse(["simulate", "--scenario", "nothing"]))
    with pytest.raises(Refused, match="cannot be read"):
        the_command.run(parse(["simulate", "--scenario", "nowhere.toml"]))
