"""Planned shifts for the tests of the rota: Paris, the house's own time."""

from datetime import date, time
from zoneinfo import ZoneInfo

from beside.desk.actions import rota
from beside.desk.models import Planned
from beside.people.models import Person
from tests.desk.conftest import Cast

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 23)
"""The day after the night of the tests."""


def settled(cast: Cast) -> None:
    """Nobody is in their first month."""
    Person.objects.update(came_on=date(2025, 1, 1))


def planned(
    cast: Cast,
    day: date = MONDAY,
    begins: int = 18,
    ends: int = 20,
    actor: Person | None = None,
    **wanted: object,
) -> Planned:
    """A shift planned by Ines, or another; hours on the wall clock."""
    about = rota.Wanted(**wanted)  # type: ignore[arg-type]
    return rota.plan_shift(
        actor=actor or cast.ines, day=day, begins=time(begins), ends=time(ends), wanted=about
    )
