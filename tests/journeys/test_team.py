"""A helpline grows: an invitation, a passkey, a lost key, and an end to all sessions. In real browsers."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.actors import Actor, Listener
from tests.running import House

pytestmark = pytest.mark.browser

PHRASE = "harvest-violin-copper-moth"


def holds_a_key(page: Page) -> None:
    """Give this browser a passkey holder of its own, made by Chromium, that agrees at once."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def invites(odile: Listener, name: str, email: str, role: str) -> str:
    """The link, as it is shown once."""
    odile.goes("/team")
    odile.page.locator("input[name=name]").fill(name)
    odile.page.locator("input[name=email]").fill(email)
    odile.page.locator(f"label:has(input[name=roles][value={role}])").click()
    odile.page.locator("label:has(input[name=languages][value=en])").click()
    odile.page.locator("form[action='/team/invitations'] button").click()
    return odile.page.locator("#link").input_value()


def comes_in(newcomer: Actor, link: str) -> None:
    """Open the link, choose a pass-phrase, and look at it."""
    newcomer.goes(link)
    field = newcomer.page.locator("input[name=password]")
    field.fill(PHRASE)
    newcomer.page.get_by_text("Show what is typed").click()
    expect(field).to_have_attribute("type", "text")
    newcomer.page.locator("main form.form button[type=submit]").click()
    newcomer.page.wait_for_url("**/in/first")


def adds_a_passkey(newcomer: Actor) -> None:
    """From the page that asks for a second step to the recovery codes."""
    newcomer.page.locator("a.choice[href='/in/me/passkeys/new']").click()
    newcomer.page.locator("form[data-passkey=add] button").click()
    newcomer.page.wait_for_url("**/in/me/codes")
    expect(newcomer.page.locator("#codes li")).to_have_count(10)


def signs_out(actor: Actor) -> None:
    """By the page that asks."""
    actor.goes("/in/out")
    actor.page.locator("form[action='/in/out'] button").click()
    actor.page.wait_for_url("**/in")


def finds(odile: Listener, name: str) -> None:
    """Open a colleague's page."""
    odile.goes("/team")
    odile.page.locator("table a", has_text=name).click()


def closes_within(page: Page, socket: WebSocket, *, seconds: float) -> None:
    """Wait until the server has closed a socket."""
    deadline = time.monotonic() + seconds
    while not socket.is_closed() and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert socket.is_closed()


def test_from_the_invitation_to_the_end_of_all_sessions(cast: Callable[..., Actor], house: House) -> None:
    odile = cast(Listener, house).signs_in("odile")
    assert isinstance(odile, Listener)
    noor = cast(Actor, house)
    holds_a_key(noor.page)
    comes_in(noor, invites(odile, "Noor", "noor@harbour.example", "listener"))
    noor.goes("/desk")
    noor.page.wait_for_url("**/in/first")
    adds_a_passkey(noor)
    signs_out(noor)
    noor.page.locator("form[data-passkey=login] button").click()
    noor.page.wait_for_url("**/desk")
    noor.page.locator("form[action='/desk/shift'] button").click()
    with noor.page.expect_websocket() as opened:
        noor.goes("/desk/live")
    finds(odile, "Noor")
    odile.sends(odile.page.locator("form[action$='/sign-out'] button"))
    closes_within(noor.page, opened.value, seconds=10)
    noor.goes("/desk")
    noor.page.wait_for_url(re.compile(r"/in\?next="))


def test_a_lost_key_takes_two_people(cast: Callable[..., Actor], house: House) -> None:
    odile, ines = cast(Listener, house).signs_in("odile"), cast(Listener, house).signs_in("ines")
    assert isinstance(odile, Listener)
    pia = cast(Actor, house)
    holds_a_key(pia.page)
    comes_in(pia, invites(odile, "Pia", "pia@harbour.example", "trainer"))
    adds_a_passkey(pia)
    finds(odile, "Pia")
    odile.page.locator("label:has(input[name=what][value=factor])").click()
    odile.page.locator("textarea[name=reason]").fill("Phone stolen, she called from home")
    odile.page.locator("form[action$='/resets'] button").click()
    odile.goes("/team/resets").sees("Phone stolen")
    expect(odile.page.locator("form[action$='/approval']")).to_have_count(0)
    ines.goes("/team/resets").sees("Phone stolen")
    ines.page.locator("form[action$='/approval'] button").click()
    ines.does_not_see("Phone stolen")
    pia.goes("/in/me")
    pia.page.wait_for_url(re.compile(r"/in\?next="))
    pia.page.locator("form[data-passkey=login] button").click()
    pia.sees("That did not work")
    pia.page.locator("input[name=login]").fill("pia@harbour.example")
    pia.page.locator("input[name=password]").fill(PHRASE)
    pia.page.locator("form.form button[type=submit]").click()
    pia.goes("/in/me")
    pia.page.wait_for_url("**/in/first")
