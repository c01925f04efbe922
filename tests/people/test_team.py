"""The journeys of the team page, without a browser: invite, come in, give roles, lose a key."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from beside.journal import worker
from beside.journal.models import AuditLine, Job
from beside.people.models import Account, Invitation, Person, Reset, Role
from tests import world
from tests.world import PHRASE


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    """Limits count in the cache; each test begins with an empty one."""
    cache.clear()


def invited(client: Client, **changes: object) -> str:
    """The path of the link that the page shows."""
    fields = {
        "name": "Léo",
        "email": "leo@example.org",
        "roles": ["listener"],
        "languages": ["fr"],
        **changes,
    }
    page = client.post("/team/invitations", fields).content.decode()
    found = re.search(r'value="http://localhost:\d+(/welcome/[\w-]+)"', page)
    assert found, page
    return found[1]


def test_an_invitation_is_accepted_and_leads_to_a_second_step(client: Client, odile: Person) -> None:
    link = invited(world.sign_in(client, odile))
    leo = Client()
    page = leo.get(link).content.decode()
    assert "leo@example.org" in page and "Odile" in page
    fields = {"name": "Léo", "email": "leo@example.org", "password": PHRASE, "language": "fr"}
    answer = leo.post(link, fields)
    assert answer.headers["Location"] == "/in/first"
    assert leo.get("/in/first").status_code == 200
    assert leo.get("/desk").headers["Location"] == "/in/first"
    assert leo.get(link).status_code == 404
    assert Person.objects.get(name="Léo").has_role(Role.LISTENER)


def test_a_weak_phrase_is_explained_and_the_link_still_works(client: Client, odile: Person) -> None:
    link = invited(world.sign_in(client, odile))
    fields = {"name": "Léo", "email": "leo@example.org", "password": "leo@example.org", "language": "fr"}
    answer = Client().post(link, fields)
    assert answer.status_code == 422
    assert "guessed too easily" in answer.content.decode()
    assert "leo@example.org" in answer.content.decode()
    assert Client().get(link).status_code == 200


def test_a_link_is_mailed_where_mail_is_set_up(client: Client, odile: Person, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_IS_SET_UP = True
    link = invited(world.sign_in(client, odile))
    token = link.rpartition("/")[2]
    assert token not in repr(list(Job.objects.values())) + repr(list(Invitation.objects.values()))
    worker.drain()
    (letter,) = mail.outbox
    assert letter.to == ["leo@example.org"]
    assert link in letter.body and "Bonjour Léo" in letter.body
    assert "Beside" not in letter.subject


def test_a_withdrawn_link_is_not_mailed(client: Client, odile: Person, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_IS_SET_UP = True
    link = invited(world.sign_in(client, odile))
    client.post(f"/team/invitations/{Invitation.objects.get().pk}/withdrawal")
    worker.drain()
    assert mail.outbox == []
    assert Client().get(link).status_code == 404


def test_without_mail_nothing_is_queued(client: Client, odile: Person) -> None:
    invited(world.sign_in(client, odile))
    assert not Job.objects.filter(task__startswith="beside.people").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"email": "odile@example.org"}, "has this e-mail address already"),
        ({"roles": []}, "This field is required"),
        ({"roles": ["king"]}, "Select a valid choice"),
        ({"name": " "}, "This field is required"),
    ],
)
def test_a_wrong_invitation_is_explained(
    client: Client, odile: Person, changes: dict[str, object], words: str
) -> None:
    fields = {"name": "A", "email": "a@example.org", "roles": ["listener"], "languages": ["en"], **changes}
    answer = world.sign_in(client, odile).post("/team/invitations", fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_roles_are_given_and_taken_with_one_form(client: Client, odile: Person, maya: Person) -> None:
    world.sign_in(client, odile).post(f"/team/{maya.pk}/roles", {"roles": ["counsellor", "trainer"]})
    assert Person.objects.get(pk=maya.pk).roles() == {"counsellor", "trainer"}
    acts = AuditLine.objects.filter(about=str(maya.pk)).values_list("act", "reason")
    assert sorted(acts) == [
        ("role.given", "counsellor"),
        ("role.given", "trainer"),
        ("role.taken", "listener"),
    ]


def test_a_managers_form_leaves_an_administrator_one(client: Client, odile: Person) -> None:
    noor = world.make_colleague("Noor", Role.MANAGER)
    page = world.sign_in(client, noor).get(f"/team/{odile.pk}").content.decode()
    assert 'value="administrator"' not in page
    client.post(f"/team/{odile.pk}/roles", {"roles": ["supervisor"]})
    assert Person.objects.get(pk=odile.pk).roles() == {"supervisor", "administrator"}


def test_ones_own_page_offers_no_rights(client: Client, odile: Person) -> None:
    page = world.sign_in(client, odile).get(f"/team/{odile.pk}").content.decode()
    assert (
        "/roles" not in page
        and "/closure" not in page
        and "/resets" not in page.replace('"/team/resets"', "")
    )
    assert client.post(f"/team/{odile.pk}/roles", {"roles": ["supervisor"]}).status_code == 409
    assert not odile.grants.filter(role="supervisor").exists()


def test_a_lost_step_goes_through_two_browsers(
    client: Client, odile: Person, maya: Person, ines: Person
) -> None:
    world.sign_in(client, odile)
    client.post(f"/team/{maya.pk}/resets", {"what": "factor", "reason": "Phone drowned"})
    reset = Reset.objects.get()
    assert client.post(f"/team/resets/{reset.pk}/approval").status_code == 409
    second = world.sign_in(Client(), ines)
    assert "Phone drowned" in second.get("/team/resets").content.decode()
    second.post(f"/team/resets/{reset.pk}/approval")
    assert "Phone drowned" not in second.get("/team/resets").content.decode()
    signing = Client()
    answer = signing.post("/in", {"login": maya.account.email, "password": PHRASE})
    assert answer.headers["Location"] == "/desk"
    assert signing.get("/in/me").headers["Location"] == "/in/first"


def test_a_lost_phrase_gives_a_link_to_hand_over(
    client: Client, odile: Person, maya: Person, ines: Person
) -> None:
    world.sign_in(client, odile).post(f"/team/{maya.pk}/resets", {"what": "phrase", "reason": "Forgotten"})
    second = world.sign_in(Client(), ines)
    page = second.post(f"/team/resets/{Reset.objects.get().pk}/approval").content.decode()
    found = re.search(r'value="http://localhost:\d+(/welcome/[\w-]+)"', page)
    assert found
    answer = Client().post(found[1], {"password": "harvest-violin-copper-moth"})
    assert answer.headers["Location"] == "/in"
    signing = Client()
    signing.post("/in", {"login": maya.account.email, "password": "harvest-violin-copper-moth"})
    assert signing.get("/in/me").status_code == 302
    assert signing.post("/in/2fa", {"code": world.code()}).headers["Location"] == "/desk"


def test_ending_all_sessions_ends_them_now(client: Client, odile: Person, maya: Person) -> None:
    theirs = [world.sign_in(Client(), maya) for _each in range(3)]
    world.sign_in(client, odile).post(f"/team/{maya.pk}/sign-out")
    assert {one.get("/in/me").status_code for one in theirs} == {302}


def test_a_new_phrase_keeps_this_browser_and_ends_the_others(client: Client, maya: Person) -> None:
    elsewhere = world.sign_in(Client(), maya)
    world.sign_in(client, maya).post("/in/me/phrase", {"password": "harvest-violin-copper-moth"})
    assert client.get("/in/me").status_code == 200
    assert elsewhere.get("/in/me").status_code == 302
    assert Account.objects.get(person=maya).check_password("harvest-violin-copper-moth")


def test_ones_own_page_changes_name_and_languages(client: Client, maya: Person) -> None:
    fields = {"name": "Maya L.", "language": "fr", "languages": ["fr", "en"]}
    answer = world.sign_in(client, maya).post("/in/me", fields)
    assert answer.cookies["__Host-language"].value == "fr"
    changed = Person.objects.get(pk=maya.pk)
    assert (changed.name, changed.language, changed.languages) == ("Maya L.", "fr", ["fr", "en"])
    assert "Mes réglages" in client.get("/in/me").content.decode()
