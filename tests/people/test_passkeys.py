"""Passkeys, as the server sees them. What the browser does is in tests/journeys/test_team.py."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from beside.people.models import Account, Person
from tests import world
from tests.people.softkey import SoftKey

HOST = "localhost"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    """Limits count in the cache; each test begins with an empty one."""
    cache.clear()


def browser() -> Client:
    """A browser on localhost."""
    return Client(HTTP_HOST=HOST)


def adds(person: Person, key: SoftKey) -> int:
    """Try to add a key; the status of the answer."""
    client = world.sign_in(browser(), person)
    page = client.get("/in/me/passkeys/new").content.decode()
    options = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page)
    assert options
    made = key.made(json.loads(options[1])["creation_options"])
    return client.post("/in/me/passkeys/new", {"name": "Test", "credential": made}).status_code


def options_of(client: Client) -> dict[str, Any]:
    """What the server asks of a key at the door."""
    answer = client.get("/in/passkey", headers={"Accept": "application/json"})
    found: dict[str, Any] = answer.json()["request_options"]
    return found


def signs_in(key: SoftKey, client: Client | None = None) -> str:
    """Sign in with a key alone; where it leads."""
    client = client or browser()
    answer = client.post("/in/passkey", {"credential": key.used(options_of(client))})
    return str(answer.headers["Location"])


def test_a_passkey_signs_in_alone(maya: Person) -> None:
    key = SoftKey()
    assert adds(maya, key) == 302
    client = browser()
    assert signs_in(key, client) == "/desk"
    assert client.get("/in/me").status_code == 200


def test_a_key_that_did_not_check_the_person_is_not_added(maya: Person) -> None:
    assert adds(maya, SoftKey(checks=False)) == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_key_that_did_not_check_the_person_signs_nobody_in(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    key.checks = False
    assert signs_in(key) == "/in"


def test_another_key_of_the_same_name_signs_nobody_in(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    thief = SoftKey(holder=key.holder)
    assert signs_in(thief) == "/in"


def test_an_answer_is_good_once_and_in_its_own_browser(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    first, second = browser(), browser()
    answer = key.used(options_of(first))
    options_of(second)
    assert second.post("/in/passkey", {"credential": answer}).headers["Location"] == "/in"
    assert first.post("/in/passkey", {"credential": answer}).headers["Location"] == "/desk"
    first.post("/in/out")
    assert first.post("/in/passkey", {"credential": answer}).headers["Location"] == "/in"


def test_a_key_of_another_site_signs_nobody_in(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    key.host = "evil.example"
    assert signs_in(key) == "/in"


def test_a_page_of_another_origin_signs_nobody_in_when_that_counts(maya: Person, settings) -> None:  # type: ignore[no-untyped-def]
    key = SoftKey()
    adds(maya, key)
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    key.origin = "https://evil.example"
    assert signs_in(key) == "/in"
    key.origin = "https://localhost"
    assert signs_in(key) == "/desk"


def test_a_closed_account_is_not_opened_by_its_key(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    Account.objects.filter(person=maya).update(is_active=False)
    client = browser()
    assert signs_in(key, client) == "/in"
    assert "That did not work. Check both" in client.get("/in").content.decode()


NONSENSE = [
    "",
    "{}",
    "[]",
    "null",
    '{"id": 1}',
    '{"id": "eA", "rawId": "eA"}',
    '{"response": {"userHandle": 1}}',
    "x",
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_not_added(maya: Person, nonsense: str) -> None:
    client = world.sign_in(browser(), maya)
    client.get("/in/me/passkeys/new")
    assert client.post("/in/me/passkeys/new", {"name": "T", "credential": nonsense}).status_code == 200


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_refused_in_the_same_words(db: None, nonsense: str) -> None:
    client = browser()
    options_of(client)
    assert client.post("/in/passkey", {"credential": nonsense}).headers["Location"] == "/in"


def test_a_passkey_is_a_second_step_too(maya: Person) -> None:
    key = SoftKey()
    adds(maya, key)
    client = browser()
    client.post("/in", {"login": maya.account.email, "password": world.PHRASE})
    page = client.get("/in/2fa").content.decode()
    options = re.search(r'id="passkey-options"[^>]*>(.*?)</script>', page)
    assert options
    answer = client.post("/in/2fa", {"credential": key.used(json.loads(options[1])["request_options"])})
    assert answer.headers["Location"] == "/desk"
