"""Who may open which page of this room: everyone against everything."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from beside.people import actions, sign_in_urls, urls
from beside.people.models import Person, Role
from tests import world

OPEN, OWN, TEAM, SECOND = "everyone", "signed in", "runs the team", "second person"
PAGES = {
    "people:leave": ("GET", OPEN),
    "people:back": ("GET", OPEN),
    "people:five_words": ("POST", OPEN),
    "people:welcome": ("GET", OPEN),
    "people:first_step": ("GET", OWN),
    "people:me": ("GET", OWN),
    "people:phrase": ("POST", OWN),
    "people:session": ("POST", OWN),
    "people:team": ("GET", TEAM),
    "people:qualification": ("POST", TEAM),
    "people:invitations": ("POST", TEAM),
    "people:withdrawal": ("POST", TEAM),
    "people:resets": ("GET", SECOND),
    "people:approval": ("POST", SECOND),
    "people:refusal": ("POST", SECOND),
    "people:colleague": ("GET", TEAM),
    "people:roles": ("POST", TEAM),
    "people:sign_out": ("POST", TEAM),
    "people:closure": ("POST", TEAM),
    "people:asking": ("POST", TEAM),
    "account_login": ("GET", OPEN),
    "account_logout": ("GET", OPEN),
    "account_reauthenticate": ("GET", OWN),
    "mfa_login_webauthn": ("GET", OPEN),
    "mfa_reauthenticate_webauthn": ("GET", OWN),
    "mfa_authenticate": ("GET", OPEN),
    "mfa_reauthenticate": ("GET", OWN),
    "mfa_index": ("GET", OWN),
    "mfa_list_webauthn": ("GET", OWN),
    "mfa_activate_totp": ("GET", OWN),
    "mfa_deactivate_totp": ("GET", OWN),
    "mfa_view_recovery_codes": ("GET", OWN),
    "mfa_generate_recovery_codes": ("GET", OWN),
    "mfa_add_webauthn": ("GET", OWN),
    "mfa_remove_webauthn": ("GET", OWN),
}
"""Every page of this room and whom it is for. A page that is not here fails the test below."""

MAY = {
    TEAM: {Role.MANAGER, Role.ADMINISTRATOR},
    SECOND: {Role.MANAGER, Role.ADMINISTRATOR, Role.SUPERVISOR},
}
GUARDED = [name for name, (_method, group) in PAGES.items() if group in MAY]
PRIVATE = [name for name, (_method, group) in PAGES.items() if group != OPEN]

Path = Callable[[str], str]


@pytest.fixture
def path(odile: Person, maya: Person) -> Path:
    """The address of a page, about Maya where it is about somebody."""
    known = {"name": "A", "email": "a@example.org", "roles": ["trainer"], "languages": ["en"]}
    invitation, token = actions.invite(actor=odile, **known)
    reset = actions.ask_reset(actor=odile, person=maya, what="factor", reason="Lost")
    filled = {
        "people:welcome": [token],
        "people:session": ["0" * 64],
        "people:withdrawal": [invitation.pk],
        "people:approval": [reset.pk],
        "people:refusal": [reset.pk],
        "mfa_remove_webauthn": [1],
    }
    about = ("colleague", "roles", "sign_out", "closure", "asking", "qualification")
    filled |= {f"people:{name}": [maya.pk] for name in about}
    return lambda name: reverse(name, args=filled.get(name, []))


def asks(client: Client, name: str, where: str) -> int:
    """The status of the answer."""
    return client.generic(PAGES[name][0], where).status_code


def test_every_page_of_the_room_is_in_the_table() -> None:
    ours = {f"people:{pattern.name}" for pattern in urls.urlpatterns}
    assert ours | {str(pattern.name) for pattern in sign_in_urls.urlpatterns} == set(PAGES)


@pytest.mark.parametrize("name", PRIVATE)
def test_a_stranger_is_sent_to_the_door(client: Client, path: Path, name: str) -> None:
    answer = client.generic(PAGES[name][0], path(name))
    assert answer.status_code == 302
    assert str(answer.headers["Location"]).startswith("/in")


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("role", [None, *Role.for_staff()])
def test_a_page_is_missing_for_whoever_it_is_not_for(
    client: Client, path: Path, name: str, role: Role | None
) -> None:
    colleague = world.make_colleague("Somebody", *([role] if role else []))
    status = asks(world.sign_in(client, colleague), name, path(name))
    allowed = MAY[PAGES[name][1]]
    assert (status == 404) == (role not in allowed)


def test_a_seeker_finds_none_of_it(client: Client, path: Path, seeker: world.Seeker) -> None:
    world.arrive(client, seeker)
    for name in PRIVATE:
        assert asks(client, name, path(name)) == 302


def test_a_colleague_who_is_not_there_is_missing(client: Client, odile: Person) -> None:
    world.sign_in(client, odile)
    for name in ("colleague", "roles", "sign_out", "closure", "asking", "qualification"):
        where = reverse(f"people:{name}", args=[uuid.uuid4()])
        assert client.generic(PAGES[f"people:{name}"][0], where, **_form()).status_code == 404
    for name in ("approval", "refusal"):
        assert client.post(reverse(f"people:{name}", args=[uuid.uuid4()])).status_code == 404


def test_a_stranger_reads_the_same_as_a_missing_page(client: Client, path: Path, outsider: Person) -> None:
    world.sign_in(client, outsider)
    there, nowhere = path("people:colleague"), f"/team/{uuid.uuid4()}"
    hidden, missing = client.get(there), client.get(nowhere)
    assert hidden.content.decode().replace(there, nowhere) == missing.content.decode()
    assert hidden.headers == missing.headers


def test_nobody_ends_the_session_of_another(client: Client, maya: Person, tomasz: Person) -> None:
    world.sign_in(client, maya)
    theirs = world.sign_in(Client(), tomasz)
    row = tomasz.account.sessions.get()
    client.post(f"/in/me/sessions/{row.pk}")
    assert theirs.get("/in/me").status_code == 200


def test_one_ends_an_own_session_elsewhere(client: Client, maya: Person) -> None:
    elsewhere = world.sign_in(Client(), maya)
    row = maya.account.sessions.get()
    world.sign_in(client, maya).post(f"/in/me/sessions/{row.pk}")
    assert elsewhere.get("/in/me").status_code == 302
    assert client.get("/in/me").status_code == 200


@pytest.mark.parametrize("name", [n for n, (m, g) in PAGES.items() if m == "POST" and g != OPEN])
def test_without_a_token_nothing_is_done(path: Path, odile: Person, name: str) -> None:
    strict = world.sign_in(Client(enforce_csrf_checks=True), odile)
    assert strict.post(path(name)).status_code == 403


def _form() -> dict[str, str]:
    return {"content_type": "application/x-www-form-urlencoded"}
