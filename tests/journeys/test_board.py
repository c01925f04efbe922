"""The board in a browser: how fresh it is, when it turns grey, what is said and how often."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.actors import PHONE, Actor, Listener
from tests.running import House

pytestmark = pytest.mark.browser

NOW = "**/board/now*"


def at_the_board(cast: Callable[..., Actor], house: House, path: str, **window: object) -> Listener:
    """Tomasz at the board, with a clock of his own: he reads English."""
    tomasz: Listener = cast(Listener, house, **window).signs_in("tomasz")
    tomasz.page.clock.install()
    return tomasz.goes(path)


def test_old_figures_turn_grey_and_say_so(cast: Callable[..., Actor], house: House) -> None:
    tomasz = at_the_board(cast, house, "/board").sees("Live, ")
    board, page = tomasz.page.locator("#board"), tomasz.page
    page.route(NOW, lambda route: route.abort())
    page.clock.run_for(25_000)
    expect(board).not_to_have_attribute("data-stale", "")
    page.clock.run_for(15_000)
    expect(board).to_have_attribute("data-stale", "")
    tomasz.sees("Not live. Last seen")
    expect(page.locator("#announcer")).to_contain_text("Not live. Last seen")
    page.unroute(NOW)
    page.clock.run_for(11_000)
    expect(board).not_to_have_attribute("data-stale", "")
    tomasz.sees("Live, ").trouble.clear()


def test_an_error_does_not_take_the_board_away(cast: Callable[..., Actor], house: House) -> None:
    tomasz = at_the_board(cast, house, "/board")
    tomasz.page.route(NOW, lambda route: route.fulfill(status=503, body="<h1>Broken</h1>"))
    tomasz.page.clock.run_for(11_000)
    tomasz.sees("High risk").does_not_see("Broken").trouble.clear()


def test_a_change_of_state_is_said_once_a_minute_at_most(cast: Callable[..., Actor], house: House) -> None:
    tomasz = at_the_board(cast, house, "/board")
    page, told = tomasz.page, {"code": "a", "words": "First."}
    spoken = page.locator("#announcer")
    expect(spoken).to_be_empty()

    def changed(route: Route) -> None:
        new = 'data-code="{code}" data-spoken="{words}"'.format(**told)
        body = re.sub(r'data-code="[^"]*" data-spoken="[^"]*"', new, route.fetch().text())
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(NOW, changed)
    page.clock.run_for(11_000)
    expect(spoken).to_have_text("First.")
    told |= {"code": "b", "words": "Second."}
    page.clock.run_for(11_000)
    expect(page.locator("[data-board]")).to_have_attribute("data-code", "b")
    expect(spoken).to_have_text("First.")
    for _ten in range(6):
        with page.expect_response(NOW):
            page.clock.run_for(10_000)
    expect(spoken).to_have_text("Second.")
    page.unroute(NOW)


@pytest.mark.parametrize("window", [{"viewport": PHONE}, {"viewport": {"width": 1920, "height": 1080}}])
def test_the_wall_fits_its_screen(
    cast: Callable[..., Actor], house: House, window: dict[str, object]
) -> None:
    tomasz = at_the_board(cast, house, "/board/wall", **window)
    wide = tomasz.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    figure = tomasz.page.locator(".fig-n").first
    size = figure.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 44
