"""Figures for a collector: for whoever may read them, and nothing in them that points to a person."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from beside.desk.actions import ask
from beside.foundation import figures
from beside.operations import metrics
from beside.people.actions import welcome

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def sides() -> Iterator[list[str]]:
    """The sockets that are open."""
    open_now: list[str] = []
    before = list(metrics._sides)
    metrics.watch_sides(lambda: open_now)
    yield open_now
    metrics._sides[:] = before


def told(client: Client, **headers: str) -> str:
    """What the collector gets, without the comments."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return "".join(line for line in answer.content.decode().splitlines(True) if line[0] != "#")


def test_this_machine_may_read_and_nothing_through_a_proxy(client: Client) -> None:
    assert "beside_health" in told(client)
    assert client.get("/metrics", headers={"X-Forwarded-Proto": "https"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_with_a_token_only_the_token_counts(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = "a-long-enough-token"  # type: ignore[attr-defined]
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    assert told(client, Authorization="Bearer a-long-enough-token")


def test_few_people_are_none(client: Client, sides: list[str]) -> None:
    sides += ["seeker"] * 9 + ["staff"]
    said = told(client)
    assert 'beside_sockets{side="seeker"}' not in said and "beside_waiting " not in said
    sides += ["seeker"] * 18
    assert 'beside_sockets{side="seeker"} 20.0' in told(client)


def test_one_persons_step_is_not_seen(client: Client) -> None:
    before = _value(told(client), "beside_entries_total")
    while int(figures.ENTRIES._value.get()) % 10 != 1:
        figures.ENTRIES.inc()
    standing = _value(told(client), "beside_entries_total")
    figures.ENTRIES.inc()
    assert _value(told(client), "beside_entries_total") == standing >= before


def test_no_id_and_no_address_is_in_it(client: Client) -> None:
    person, _visit, _token = welcome(language="en")
    held = ask(person=person, safe="yes", language="en")
    said = told(client)
    assert str(held.conversation_id) not in said and str(held.person_id) not in said
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", said) and "127.0.0.1" not in said


def _value(said: str, name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", said, re.MULTILINE)
    assert found, said
    return float(found[1])
