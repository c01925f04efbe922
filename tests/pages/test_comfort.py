"""Large text, no motion, forced colours, no mouse, right to left: the pages still work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.places import CORE, Place

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
OPEN_BOXES = "(() => document.documentElement.scrollWidth - window.innerWidth)()"


@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_twice_the_text_size(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place, path="about:blank", viewport=PHONE)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    page.goto(place_address(stand, place))
    assert page.evaluate(OPEN_BOXES) <= 0


@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_right_to_left(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place, viewport=PHONE)
    before = page.locator(".brand").first.bounding_box()
    page.evaluate("document.documentElement.dir = 'rtl'")
    after = page.locator(".brand").first.bounding_box()
    assert before and after and after["x"] > before["x"], "the page was not mirrored"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_forced_colours_leave_buttons_an_edge(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place, forced_colors="active")
    bare = page.evaluate(
        """() => [...document.querySelectorAll('.btn-primary, .btn-quiet, .btn-exit, .composer')]
        .filter((e) => e.offsetParent && getComputedStyle(e).borderTopWidth === '0px'
          && getComputedStyle(e).backgroundColor === getComputedStyle(document.body).backgroundColor)
        .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert bare == []


@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_nothing_moves_for_those_who_asked_for_stillness(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place, reduced_motion="reduce")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length") == 0


@pytest.mark.parametrize(
    "place", [one for one in CORE if one.who in {"anyone", "waiting", "talking"}], ids=lambda p: p.name
)
def test_leaving_is_within_five_tab_stops(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place)
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('[data-leave]') !== null"))
    assert any(stops)


@pytest.mark.parametrize(
    "place", [one for one in CORE if one.who in {"anyone", "waiting", "talking"}], ids=lambda p: p.name
)
def test_targets_are_large_enough_for_a_shaking_hand(stand: Callable[..., Page], place: Place) -> None:
    page = stand(place, viewport=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          'button, a.btn, summary, .choice, nav a, footer a, input, textarea')]
        .filter((e) => e.offsetParent && e.type !== 'hidden')
        .filter((e) => !e.closest('.vh, .skip') && !e.classList.contains('link'))
        .map((e) => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 90)])
        .filter(([height]) => height > 0 && height < 44)"""
    )
    assert small == []


def test_by_keyboard_alone_into_the_line(stand: Callable[..., Page]) -> None:
    page = stand(CORE[0])
    _tab_to(page, "a[href='/talk']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/talk")
    _tab_to(page, "button[value=yes]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wait/*")
    _tab_to(page, "#words")
    page.keyboard.type("by keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("by keyboard").first).to_be_visible()


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} was not reached by keyboard")


def place_address(stand: Callable[..., Page], place: Place) -> str:
    """The address of a place, from a page that stands there."""
    return stand(place).url
