"""A change is tried, a day is planned; the pages are for those who run the line."""

import pytest
from django.test import Client

from beside.desk import trials
from beside.desk.pictures import Series, bars
from beside.desk.simulation import named
from beside.desk.staffing.planning import Goal, Team
from tests.desk.conftest import Cast
from tests.world import sign_in

CHANGE = {
    "day": "weekday", "come": "100", "people": "40", "slots": "1", "opens": "0", "closes": "24",
    "expert": "210", "language": "390", "raised": "390",
}  # fmt: skip
NEED = {
    "day": "weekday", "come": "100", "share": "80", "minutes": "5", "busy": "75", "chats": "1",
    "slower": "25", "away": "30",
}  # fmt: skip


def test_fewer_people_make_it_longer_and_the_page_shows_both(cast: Cast, client: Client) -> None:
    sign_in(client, cast.odile)
    assert "svg role" not in client.get("/simulator").content.decode()
    page = client.get("/simulator", CHANGE)
    before, after = page.context["before"], page.context["after"]
    assert after.wait_p90[0] > before.wait_p90[0]
    assert after.left > before.left
    assert page.content.decode().count("<svg role") == 2
    assert "style=" not in page.content.decode()


def test_no_change_is_no_difference(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ines)
    page = client.get("/simulator", {**CHANGE, "people": "100"})
    assert page.context["before"] == page.context["after"]


@pytest.mark.parametrize(
    ("name", "value"), [("people", "-1"), ("closes", "0"), ("opens", "23.5"), ("day", "x"), ("slots", "9")]
)
def test_what_cannot_be_is_said(cast: Cast, client: Client, name: str, value: str) -> None:
    sign_in(client, cast.odile)
    assert client.get("/simulator", {**CHANGE, name: value}).status_code == 422


def test_a_plan_is_told_and_tried(cast: Cast, client: Client) -> None:
    sign_in(client, cast.odile)
    page = client.get("/staffing", NEED)
    plan = page.context["plan"]
    assert len(plan.needs) == 96 and max(need.people for need in plan.needs) > 10
    assert plan.checked >= 0.75
    more = client.get("/staffing", {**NEED, "share": "95"}).context["plan"]
    assert sum(need.places for need in more.needs) > sum(need.places for need in plan.needs)
    assert client.get("/staffing", {**NEED, "share": "120"}).status_code == 422


def test_listeners_have_no_such_pages(cast: Cast, client: Client) -> None:
    sign_in(client, cast.maya)
    assert client.get("/simulator").status_code == client.get("/staffing").status_code == 404


def test_a_plan_holds_in_the_simulator() -> None:
    plan = trials.planned(named("weekday"), Goal(0.8, 5.0), Team())
    mean = sum(need.outcome.within for need in plan.needs) / len(plan.needs)
    assert plan.checked is not None and abs(plan.checked - mean) < 0.06


def test_a_picture_has_a_bar_for_what_is_known() -> None:
    picture = bars("Waits", ["a", "b"], [Series("one", [4.0, None]), Series("two", [8.0, 2.0])])
    assert [bar.css for bar in picture.bars] == ["series-1", "series-2", "series-2"]
    assert float(picture.bars[1].height) == 2 * float(picture.bars[0].height)
    assert bars("None", [], []).bars == []
