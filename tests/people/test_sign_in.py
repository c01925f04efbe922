"""Signing in, the second step, and what happens without one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from beside.foundation import clock
from beside.journal.models import AuditLine
from beside.people import followers
from beside.people.models import Account, Person, StaffSession
from tests import world
from tests.world import PHRASE

COOKIE = "__Host-staff"


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    """Limits count in the cache; each test begins with an empty one."""
    cache.clear()


def signs_in(client: Client, person: Person, phrase: str = PHRASE):  # type: ignore[no-untyped-def]
    """The first step, as the form sends it."""
    return client.post("/in", {"login": person.account.email, "password": phrase})


def test_the_page_is_in_both_languages(client: Client, db: None) -> None:
    assert "Sign in" in client.get("/in").content.decode()
    page = client.get("/in", headers={"Accept-Language": "fr"}).content.decode()
    assert "Se connecter" in page


def test_a_phrase_alone_signs_nobody_in(client: Client, maya: Person) -> None:
    answer = signs_in(client, maya)
    assert answer.headers["Location"] == "/in/2fa"
    assert client.get("/in/me").status_code == 302
    answer = client.post("/in/2fa", {"code": world.code()})
    assert answer.headers["Location"] == "/desk"
    assert client.get("/in/me").status_code == 200
    line = AuditLine.objects.get(act="sign-in")
    assert (line.actor, line.reason) == (maya.pk, "password, totp")


def test_a_code_works_once(client: Client, maya: Person) -> None:
    code = world.code()
    for expected in ("/desk", None):
        cache.delete(f"allauth.mfa.totp.used?user={maya.account.pk}&code={code}")  # its memory, not ours
        browser = Client()
        signs_in(browser, maya)
        answer = browser.post("/in/2fa", {"code": code})
        assert answer.headers.get("Location") == expected


def test_a_recovery_code_works_once(client: Client, maya: Person) -> None:
    world.sign_in(client, maya)
    client.post("/in/me/codes/new")
    page = client.get("/in/me/codes").content.decode()
    code = page.split('id="codes"><li>')[1][:8]
    assert code.isdigit()
    assert code not in client.get("/in/me/codes").content.decode()
    for expected in ("/desk", None):
        browser = Client()
        signs_in(browser, maya)
        assert browser.post("/in/2fa", {"code": code}).headers.get("Location") == expected


def test_every_failure_reads_the_same(client: Client, maya: Person, tomasz: Person) -> None:
    Account.objects.filter(person=tomasz).update(is_active=False)
    tries = [
        {"login": "nobody@example.org", "password": PHRASE},
        {"login": maya.account.email, "password": "wrong-wrong-wrong"},
        {"login": tomasz.account.email, "password": "wrong-wrong-wrong"},
        {"login": tomasz.account.email, "password": PHRASE},
    ]
    said = set()
    for fields in tries:
        answer = Client().post("/in", fields, follow=True)
        text = answer.content.decode()
        assert "That did not work. Check both fields" in text
        said.add(text.count("That did not work"))
    assert StaffSession.objects.exclude(account=None).count() == 0
    assert len(said) == 1


def test_the_sixth_wrong_try_is_refused_even_when_right(maya: Person) -> None:
    for _try in range(5):
        signs_in(Client(), maya, "wrong-wrong-wrong")
    answer = signs_in(Client(), maya)
    assert answer.status_code == 200
    assert "wait a few minutes" in answer.content.decode()


def test_a_stranger_elsewhere_locks_nobody_out(maya: Person) -> None:
    for _try in range(8):
        signs_in(Client(REMOTE_ADDR="203.0.113.9"), maya, "wrong-wrong-wrong")
    assert signs_in(Client(REMOTE_ADDR="198.51.100.7"), maya).headers["Location"] == "/in/2fa"


def test_limits_hold_no_address(maya: Person) -> None:
    signs_in(Client(REMOTE_ADDR="203.0.113.9"), maya, "wrong-wrong-wrong")
    kept = repr(getattr(cache, "_cache", {}))
    assert kept and "203.0.113" not in kept


def test_failed_tries_are_in_the_audit_trail(maya: Person) -> None:
    signs_in(Client(), maya, "wrong-wrong-wrong")
    line = AuditLine.objects.get(act="sign-in.failed")
    assert (line.actor, line.about) == (None, str(maya.pk))
    Client().post("/in", {"login": "nobody@example.org", "password": PHRASE})
    assert AuditLine.objects.count() == 1


def test_without_a_second_step_everything_leads_to_one(client: Client, db: None) -> None:
    noor = world.make_colleague("Noor", "manager", second_step=False)
    signs_in(client, noor)
    for path in ("/team", "/in/me", f"/team/{noor.pk}", "/team/resets"):
        assert client.get(path).headers["Location"] == "/in/first", path
    page = client.get("/in/first").content.decode()
    assert "/in/me/app" in page and "/in/me/passkeys/new" in page


def test_setting_up_an_app_opens_the_house(client: Client, db: None) -> None:
    noor = world.make_colleague("Noor", "manager", second_step=False)
    signs_in(client, noor)
    page = client.get("/in/me/app").content.decode()
    assert "<svg" in page and "style=" not in page
    secret = page.split('class="phrase">')[1].split("<")[0]
    world_secret, world.SECRET = world.SECRET, secret
    try:
        answer = client.post("/in/me/app", {"code": world.code()})
    finally:
        world.SECRET = world_secret
    assert answer.headers["Location"] == "/in/me/codes"
    assert client.get("/team").status_code == 200
    assert secret not in repr(list(Authenticator.objects.values()))


def test_made_up_people_are_let_off_only_where_that_is_allowed(client: Client, db: None, settings) -> None:  # type: ignore[no-untyped-def]
    noor = world.make_colleague("Noor", "manager", second_step=False)
    Person.objects.filter(pk=noor.pk).update(is_made_up=True)
    signs_in(client, noor)
    assert client.get("/team").status_code == 200
    settings.MADE_UP_STAFF_SKIP_SECOND_STEP = False
    assert client.get("/team").headers["Location"] == "/in/first"


def test_the_cookie_is_locked_down_and_only_its_hash_is_kept(client: Client, maya: Person) -> None:
    signs_in(client, maya)
    before = client.cookies[COOKIE].value
    client.post("/in/2fa", {"code": world.code()})
    cookie = client.cookies[COOKIE]
    assert cookie.value != before
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Strict",
        "/",
    )
    assert cookie["domain"] == "" and cookie["max-age"] == ""
    assert len(cookie.value) >= 32
    assert cookie.value not in repr(list(StaffSession.objects.values()))


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, maya: Person) -> None:
    signs_in(client, maya)
    client.post("/in/2fa", {"code": world.code()})
    with clock.moved(timedelta(hours=11, minutes=59)):
        session = client.session
        session["touched"] = True
        session.save()
        assert client.get("/in/me").status_code == 200
    with clock.moved(timedelta(hours=12, minutes=1)):
        assert client.get("/in/me").headers["Location"].startswith("/in?next=")


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client: Client, maya: Person) -> None:
    world.sign_in(client, maya)
    stolen = client.cookies[COOKIE].value
    client.post("/in/out")
    thief = Client()
    thief.cookies[COOKIE] = stolen
    assert thief.get("/in/me").headers["Location"].startswith("/in")


def test_next_leads_only_to_our_own_pages(maya: Person) -> None:
    for where, lands in (
        ("/team/resets", "/team/resets"),
        ("https://evil.example/", "/desk"),
        ("//evil.example", "/desk"),
    ):
        cache.clear()
        browser = Client()
        browser.post("/in", {"login": maya.account.email, "password": PHRASE, "next": where})
        assert browser.post("/in/2fa", {"code": world.code()}).headers["Location"] == lands


def test_nobody_can_sign_up(client: Client, db: None) -> None:
    for path in ("/signup", "/in/signup", "/accounts/signup/", "/in/password/reset"):
        assert client.get(path).status_code == 404


def test_sensitive_acts_ask_again_and_are_carried_out_then(
    client: Client, odile: Person, maya: Person
) -> None:
    world.sign_in(client, odile, fresh=False)
    answer = client.post(f"/team/{maya.pk}/roles", {"roles": ["listener", "trainer"]})
    assert answer.headers["Location"].startswith("/in/again")
    assert not maya.grants.filter(role="trainer").exists()
    page = client.get(answer.headers["Location"])
    assert "kept and carried out" in page.content.decode()
    done = client.post("/in/again", {"password": PHRASE, "next": f"/team/{maya.pk}/roles"})
    assert done.headers["Location"] == f"/team/{maya.pk}"
    assert maya.grants.filter(role="trainer").exists()


def test_pages_for_seekers_leave_no_staff_cookie(client: Client, db: None) -> None:
    for path in ("/", "/leaving", "/back", "/now"):
        assert COOKIE not in client.get(path).cookies, path


def test_phrases_are_hashed_at_the_cost_we_say() -> None:
    assert make_password(PHRASE).startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")


def test_a_flood_meets_a_page_of_ours(maya: Person) -> None:
    statuses = [
        Client().post("/in", {"login": f"n{each}@example.org", "password": "x"}).status_code
        for each in range(31)
    ]
    assert statuses[-1] == 429
    assert "A short pause is needed" in Client().post("/in", {}).content.decode()


def test_changes_of_second_steps_are_in_the_audit_trail(client: Client, transactional_db: None) -> None:
    maya = world.make_colleague("Maya", "listener")
    world.sign_in(client, maya)
    client.post("/in/me/codes/new")
    client.post("/in/me/app/removal")
    lines = AuditLine.objects.filter(act="second-step.changed", actor=maya.pk).order_by("pk")
    assert [line.reason for line in lines] == ["recovery codes generated", "totp deactivated"]
    assert client.get("/in/me").headers["Location"] == "/in/first"


def test_sessions_that_ran_out_are_forgotten(client: Client, maya: Person) -> None:
    world.sign_in(client, maya)
    with clock.moved(timedelta(hours=13)):
        followers.tidy_up.call()
    assert not StaffSession.objects.exists()
