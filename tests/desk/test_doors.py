"""Whoever sits at the desk sees that a door is shut or full, and why."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import translation

from beside.desk import actions, queries
from beside.desk.models import Service
from beside.desk.queries import doors
from beside.desk.queries.openness import Openness
from beside.foundation import clock
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in

WORDS = {"en": {"name": "Young Line", "headline": "You can say it here.", "lead": "For people under 25."}}


def seen() -> list[str]:
    """What the console says of the doors now."""
    queries.forget_service()
    return [door.words for door in doors.not_open()]


def test_an_open_door_is_not_spoken_of(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    assert seen() == []
    assert "rail-bad" not in sign_in(Client(), cast.maya).get("/desk/live/line").content.decode()


def test_nobody_on_shift(cast: Cast) -> None:
    Service.objects.update(needs_staff=True)
    assert seen() == ["The door is shut: nobody is on shift."]


def test_shut_by_hand_and_standing_still(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    Service.objects.update(is_shut=True)
    assert seen() == ["A manager has shut the door: nobody new gets in line."]
    page = sign_in(Client(), cast.maya).get("/desk/live").content.decode()
    assert "A manager has shut the door" in page
    assert "rail-bad" in page
    actions.stand_still(actor=cast.odile, until=NIGHT + timedelta(hours=2))
    assert seen() == ["Everything stands still: nobody new gets in line. Until 6:00."]


def test_outside_the_hours_with_the_hour_it_opens(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    days = [(day, time(18), time(23)) for day in range(7)]
    actions.set_hours(actor=cast.odile, time_zone="UTC", openings=days)
    assert seen() == ["The door is shut: it is outside the hours. Until 18:00."]
    with translation.override("fr"):
        assert seen() == ["La porte est fermée\xa0: ce n’est pas l’heure d’ouverture. Jusqu’à 18\xa0h."]
    with clock.frozen(NIGHT.replace(hour=19)):
        assert seen() == []


def test_full_is_said_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "openness", lambda slug: Openness("full", wait_low=60, wait_high=90))
    [words] = seen()
    assert words.startswith("Very full.")
    assert not doors.not_open()[0].by_hand


def test_with_several_services_each_has_its_name(cast: Cast) -> None:
    actions.start_shift(person=cast.maya)
    made = actions.open_service(actor=cast.odile, slug="young", words=WORDS)
    Service.objects.filter(pk=made.pk).update(is_shut=True)
    assert seen() == ["Young Line: A manager has shut the door: nobody new gets in line."]


def test_it_is_looked_at_once_for_everybody(cast: Cast, django_assert_num_queries: object) -> None:
    doors.not_open()
    with django_assert_num_queries(0):  # type: ignore[operator]
        doors.not_open()
