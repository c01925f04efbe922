"""How the house asks is the manager's to set, within bounds, and is followed from then on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from beside.desk import actions
from beside.desk.models import OfferRules, Service
from beside.desk.queries.rules import forget_rules, offer_rules, rules
from beside.desk.routing import Rules
from beside.foundation.errors import Invalid, NotForYou
from beside.journal.models import AuditLine
from tests.desk.conftest import NIGHT, Cast
from tests.world import sign_in

TIMES = {
    "misses": 3,
    "again_seconds": 60,
    "certified_seconds": 30,
    "expert_seconds": 120,
    "any_seconds": 240,
    "step_seconds": 300,
    "due_minutes": 45,
    "in_a_row": 5,
    "fallback_seconds": 20,
}
GIVEN = {**TIMES, "by_itself": "on", "offer_seconds": 40, "who_takes": "role"}


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    """Nothing is remembered from another test."""
    forget_rules()
    yield
    forget_rules()


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    """Odile's browser."""
    return sign_in(client, cast.odile)


def test_only_the_manager_sets_them(cast: Cast, client: Client) -> None:
    for person in (cast.maya, cast.ines):
        assert sign_in(client, person).get("/settings/offers").status_code == 404
        with pytest.raises(NotForYou):
            actions.set_offer_rules(actor=person, offer_seconds=30, by_itself=True, **TIMES)


def test_they_are_looked_at_saved_and_followed(cast: Cast, manager: Client) -> None:
    shown = manager.get("/settings/offers").content.decode()
    assert 'value="210"' in shown
    preview = manager.post("/settings/offers", GIVEN).content.decode()
    assert "40" in preview
    assert not OfferRules.objects.exists()
    assert manager.post("/settings/offers", {**GIVEN, "step": "save"}).url == "/settings"
    assert Service.objects.get().offer_seconds == 40
    assert rules().expert == timedelta(minutes=2)
    assert (offer_rules().by_itself, offer_rules().misses) == (True, 3)
    line = AuditLine.objects.get(act="settings.changed")
    assert (line.actor, line.reason) == (cast.odile.pk, "offers")
    actions.start_shift(person=cast.maya)
    cast.seeker_asks()
    assert actions.take_next(listener=cast.maya).until == NIGHT + timedelta(seconds=40)


@pytest.mark.parametrize(
    "wrong",
    [
        {"misses": 0},
        {"any_seconds": 100},
        {"offer_seconds": 5},
        {"in_a_row": 0},
        {"fallback_seconds": "soon"},
    ],
)
def test_what_cannot_be_is_refused(manager: Client, wrong: dict[str, object]) -> None:
    assert manager.post("/settings/offers", {**GIVEN, **wrong, "step": "save"}).status_code == 422
    assert not OfferRules.objects.exists()


def test_the_verb_has_bounds_of_its_own(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.set_offer_rules(actor=cast.odile, offer_seconds=30, by_itself=True, **{**TIMES, "misses": 0})
    assert not OfferRules.objects.exists()


def test_without_a_change_they_are_those_of_the_house() -> None:
    assert OfferRules().rules == Rules()
