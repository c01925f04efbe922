"""Small enough for an old phone on a bad line: the bytes of a first visit, counted in Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.evening import Evening
from tests.pages.places import CORE, Place

pytestmark = pytest.mark.browser

SLACK = 1.10


def weigh(browser: Browser, evening: Evening, place: Place) -> tuple[float, int, list[str]]:
    """Kilobytes over the wire, requests, and addresses elsewhere, for a first visit with an empty cache."""
    window = browser.new_context()
    window.add_cookies(evening.cookies.get(place.who, []))  # type: ignore[arg-type]
    page = window.new_page()
    network = window.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    asked: list[str] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(float(event["encodedDataLength"])))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(evening.address(place))
    page.wait_for_timeout(1200)
    window.close()
    return sum(sizes) / 1000, len(asked), [url for url in asked if not url.startswith(evening.house.url)]


@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_within_the_budget_and_nothing_from_elsewhere(
    browser: Browser, evening: Evening, place: Place
) -> None:
    kilobytes, requests, elsewhere = weigh(browser, evening, place)
    assert elsewhere == []
    assert kilobytes <= place.budget * SLACK, f"{kilobytes:.1f} kB in {requests} requests"


def test_a_first_page_sets_no_cookie(stand: Callable[..., Page]) -> None:
    assert stand(CORE[0]).context.cookies() == []
