"""Leave now: the visit ends, the cookies go, and nothing holds a person back."""

from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from beside.journal.models import Job
from beside.people import queries
from beside.people.cookies import VISIT, give_visit
from tests import world
from tests.world import Seeker


def test_a_form_leads_away_and_takes_the_cookies(client: Client, seeker: Seeker) -> None:
    world.arrive(client, seeker)
    client.cookies["__Host-theme"] = "dark"
    answer = client.post("/leave")
    assert answer.status_code == 200
    assert "url=https://" in answer.headers["Refresh"]
    for name in (VISIT, "__Host-theme"):
        gone = answer.cookies[name]
        assert (gone.value, gone["max-age"], gone["secure"], gone["path"]) == ("", 0, True, "/")
    assert not queries.running_visits().filter(pk=seeker.visit.pk).exists()


def test_a_beacon_is_answered_with_nothing(client: Client, seeker: Seeker) -> None:
    answer = world.arrive(client, seeker).post("/leave", {"beacon": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.cookies[VISIT].value == ""


def test_whoever_listens_is_told_once(client: Client, seeker: Seeker) -> None:
    for _time in range(2):
        world.arrive(client, seeker).post("/leave")
    told = Job.objects.filter(key__startswith=f"seeker.left:visit-{seeker.visit.pk}:")
    assert [job.arguments["kwargs"]["person"] for job in told] == [str(seeker.person.pk)]


def test_no_token_is_needed(seeker: Seeker) -> None:
    client = world.arrive(Client(enforce_csrf_checks=True), seeker)
    assert client.post("/leave").status_code == 200
    assert not queries.running_visits().exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_ends_nobodys_visit(client: Client, seeker: Seeker, headers: dict[str, str]) -> None:
    answer = world.arrive(client, seeker).post("/leave", headers=headers)
    assert answer.status_code == 200
    assert queries.running_visits().filter(pk=seeker.visit.pk).exists()
    assert VISIT not in answer.cookies


def test_without_a_visit_the_way_out_is_the_same(client: Client, db: None) -> None:
    assert client.post("/leave").status_code == 200
    client.cookies[VISIT] = "never given"
    assert client.post("/leave", {"beacon": "1"}).status_code == 204


def test_a_broken_database_holds_nobody_back(client: Client, seeker: Seeker) -> None:
    world.arrive(client, seeker)
    with connection.execute_wrapper(_away):
        answer = client.post("/leave")
    assert answer.status_code == 200
    assert answer.cookies[VISIT].value == ""


def _away(*_statement: Any) -> NoReturn:
    raise OperationalError("the database is away")


def test_opening_the_address_explains_it(client: Client, db: None) -> None:
    assert client.get("/leave").headers["Location"] == "/leaving"


def test_leaving_does_not_sign_staff_out(client: Client, seeker: Seeker, maya: world.Person) -> None:
    world.sign_in(world.arrive(client, seeker), maya)
    client.post("/leave")
    assert client.get("/in/me").status_code == 200


def test_the_cookie_of_a_visit_is_locked_down(seeker: Seeker) -> None:
    response = HttpResponse()
    give_visit(response, seeker.token)
    cookie = response.cookies[VISIT]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Lax",
        "/",
    )
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
