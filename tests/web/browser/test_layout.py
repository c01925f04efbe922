"""Every page of ours at every width, both directions and themes, without a fault a machine can find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.running import House
from tests.web.pages import PUBLIC

PAGES = (*PUBLIC, "/nothing-here")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter((e) => {
    const box = e.getBoundingClientRect(), inline = getComputedStyle(e).display === 'inline';
    return box.width && box.height && !inline && !e.closest('.vh') && !e.classList.contains('skip')
        && (box.width < 44 || box.height < 43.5);
}).map((e) => e.outerHTML.slice(0, 90))"""


def faults(page: Page) -> list[str]:
    """What axe finds, as sentences."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_has_no_fault_and_fits(browser: Browser, house: House, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 760})
        page.goto(house.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []
    assert faults(page) == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_with_large_text_and_from_right_to_left(page: Page, house: House, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 760})
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.goto(house.url + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    page.goto(house.url + path)
    left = page.eval_on_selector(".btn-exit", "(e) => e.getBoundingClientRect().left")
    page.evaluate("document.documentElement.dir = 'rtl'")
    mirrored = page.eval_on_selector(".btn-exit", "(e) => innerWidth - e.getBoundingClientRect().right")
    assert mirrored == pytest.approx(left, abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", PAGES)
def test_leave_stays_in_sight_and_shows_its_focus(page: Page, house: House, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 640})
    page.goto(house.url + path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = page.locator(".btn-exit").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 120
    page.evaluate("scrollTo(0, 0)")
    stops = 0
    while stops < 5:
        page.keyboard.press("Tab")
        stops += 1
        if page.evaluate("document.activeElement.classList.contains('btn-exit')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("document.activeElement.classList.contains('btn-exit')")


def test_the_first_load_is_small(page: Page, house: House) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(f"{house.url}/breathe", wait_until="networkidle")
    assert sum(loaded) < 30_000
    assert len(loaded) <= 8
