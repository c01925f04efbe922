"""Leave now, in a real browser: covered at once, gone, nothing left behind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.running import House

ELSEWHERE = "**/*wikipedia.org/**"
COVERED = """() => document.documentElement.classList.contains('gone')
    && [...document.body.children].every((part) => !part.getClientRects().length)"""


def away(route: Route) -> None:
    """The exit address, answered by us: no test leaves the machine."""
    route.fulfill(body="<title>An everyday page</title>", content_type="text/html")


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window whose way out leads to a page of ours."""
    context = browser.new_context()
    context.route(ELSEWHERE, away)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A page in it."""
    return window.new_page()


def test_the_page_is_covered_before_anything_else_happens(page: Page, house: House) -> None:
    page.goto(f"{house.url}/private")
    page.evaluate("sessionStorage.setItem('draft', 'cant sleep')")
    page.evaluate(
        "window.stop = 0; document.addEventListener('beside:leave', () => { window.heard = true; })"
    )
    seen = page.evaluate(
        f"""() => {{ const at = performance.now();
        document.querySelector('.btn-exit').click();
        return [({COVERED})(), performance.now() - at, sessionStorage.length,
            window.heard, document.title.trim()]; }}"""
    )
    covered, milliseconds, kept, heard, title = seen
    assert covered
    assert milliseconds < 50
    assert (kept, heard, title) == (0, True, "")


def test_the_button_leads_to_an_everyday_page(page: Page, house: House) -> None:
    page.goto(f"{house.url}/ground")
    page.click(".btn-exit")
    page.wait_for_url(ELSEWHERE)
    assert page.title() == "An everyday page"


def test_shift_three_times_alone_leaves(page: Page, house: House) -> None:
    page.goto(f"{house.url}/private")
    page.keyboard.press("Shift")
    assert page.inner_text("[data-armed]") == "Press Shift two more times to leave."
    page.keyboard.press("Shift")
    assert page.inner_text("[data-armed]") == "Press Shift once more to leave."
    page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)


def test_writing_capitals_does_not_leave(page: Page, house: House) -> None:
    page.goto(f"{house.url}/private")
    for letter in "HELLO":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url.endswith("/private")
    assert page.inner_text("[data-armed]") == "Press Shift once more to leave."


def test_it_works_without_scripts(browser: Browser, house: House) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.route(ELSEWHERE, away)
    page = context.new_page()
    page.goto(f"{house.url}/ground")
    page.click(".btn-exit")
    page.wait_for_url(ELSEWHERE)
    assert page.title() == "An everyday page"
    context.close()


def test_dimming_needs_no_new_page_and_is_kept(window: BrowserContext, page: Page, house: House) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{house.url}/private")
    page.evaluate("window.same = true")
    page.click("form[data-dim] button:visible")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate("[window.same, document.documentElement.dataset.theme]") == [True, "dark"]
    assert page.evaluate("document.activeElement.value") == "light"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_help_pages_are_kept_only_when_asked_and_can_be_removed(
    window: BrowserContext, page: Page, house: House
) -> None:
    page.goto(f"{house.url}/private")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    page.goto(f"{house.url}/keep")
    page.click("[data-do=keep]")
    page.wait_for_selector("[data-when=kept]:visible")
    kept = page.evaluate(
        "caches.keys().then((n) => caches.open(n[0])).then((c) => c.keys()).then((k) => k.map((r) => r.url))"
    )
    pages = {address.removeprefix(house.url) for address in kept if "/static/" not in address}
    assert pages == {"/now", "/breathe", "/ground", "/offline"}
    window.set_offline(True)
    for path in pages:
        assert page.goto(f"{house.url}{path}")
    page.goto(f"{house.url}/talk")
    assert "no signal" in page.inner_text("h1")
    window.set_offline(False)
    page.goto(f"{house.url}/keep")
    page.click("[data-do=forget]")
    page.wait_for_selector("[data-when=none]:visible")
    assert page.evaluate("caches.keys()") == []


def test_no_other_page_may_run_what_it_is_handed(page: Page, house: House) -> None:
    page.goto(f"{house.url}/private")
    for attempt in ("document.body.innerHTML = 'x'", "document.createElement('script').src = '/x.js'"):
        refused = page.evaluate(
            f"() => {{ try {{ {attempt}; return false; }} catch (e) {{ return true; }} }}"
        )
        assert refused


def test_breathing_counts_and_stops_by_hand(page: Page, house: House) -> None:
    page.goto(f"{house.url}/breathe")
    page.click("[data-part=start]")
    assert page.inner_text("[data-part=word]") == "In"
    page.locator("[data-part=count]", has_text="2").wait_for()
    page.click("h1")
    page.keyboard.press("Space")
    assert page.inner_text("[data-part=word]") == "Paused. Whenever you like."
    assert not page.evaluate("document.querySelector('.breath').matches('.in, .out')")


def test_nothing_moves_when_less_motion_is_wanted(page: Page, house: House) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{house.url}/breathe")
    page.click("[data-part=start]")
    page.wait_for_timeout(1200)
    assert page.evaluate("document.getAnimations().length") == 0
    assert not page.is_visible(".breath-ring")
    assert page.inner_text("[data-part=count]") in ("1", "2")
