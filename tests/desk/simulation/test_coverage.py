"""The range people are told holds four times in five among those who wait, on days it was not tried on."""

from dataclasses import replace

import pytest

from beside.desk.simulation import Scenario, Turn, named, simulate
from beside.desk.simulation.results import Visit, coverage

SMALL = Scenario(
    name="small",
    per_hour=(4.0,) * 24,
    turns=tuple(Turn(4, hour, hour + 4.25, ("en", "fr")) for hour in range(0, 24, 4)),
)
"""Four people on shift day and night, and four an hour who come."""

PATIENT = replace(
    named("weekday"),
    name="patient",
    patience=60.0,
    per_hour=tuple(r * 1.3 for r in named("weekday").per_hour),
)
"""A third more who come, and they stay longer."""

DAYS = {"weekday": 16, "surge9x": 2, "night": 16, "holiday": 6, "small": 30, "patient": 8}


@pytest.mark.parametrize("name", DAYS)
def test_four_of_five_who_wait_are_taken_within_the_range_they_were_told(name: str) -> None:
    scenario = {"small": SMALL, "patient": PATIENT}.get(name) or named(name)
    told = coverage(_visits(scenario, range(1000, 1000 + DAYS[name])))
    assert told["told"] >= 250
    assert 0.75 <= told["inside"] <= 0.85, told


@pytest.mark.parametrize("name", ["weekday", "holiday"])
def test_a_range_moved_or_widened_would_be_found_out(name: str) -> None:
    visits = _visits(named(name), range(1000, 1000 + DAYS[name]))
    for low, high in ((2.0, 2.0), (0.5, 0.5), (0.2, 3.0), (1.0, 0.4)):
        moved = [replace(v, range=_stretched(v.range, low, high)) for v in visits]
        assert not 0.75 <= coverage(moved)["inside"] <= 0.85, (low, high)


def test_whoever_is_asked_about_at_once_has_not_waited() -> None:
    at_once = Visit(0, 0, "en", 0.0, asked_at=0.0, taken_at=8.0, range=(1, 4))
    waited = Visit(1, 0, "en", 0.0, asked_at=600.0, taken_at=608.0, range=(1, 4))
    assert coverage([at_once])["told"] == 0
    assert coverage([at_once, waited]) == {"told": 1, "inside": 0.0, "sooner": 0.0}


def _visits(scenario: Scenario, seeds: range) -> list[Visit]:
    return [visit for seed in seeds for visit in simulate(scenario, seed).visits if not visit.refused]


def _stretched(told: tuple[int, int] | None, low: float, high: float) -> tuple[int, int] | None:
    return None if told is None else (max(1, int(told[0] * low)), int(told[1] * high))
