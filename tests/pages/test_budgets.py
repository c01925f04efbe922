"""Small enough for an old phone on a bad line: the bytes of a first visit, counted in Chromium."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.pages.evening import Evening
from tests.pages.places import BUDGETED, CORE, Place

pytestmark = pytest.mark.browser

SLACK = 1.10


def weigh(
    browser: Browser, evening: Evening, place: Place, spoil: Callable[[Route], None] | None = None
) -> tuple[float, int, list[str]]:
    """Kilobytes over the wire, requests, and addresses elsewhere, for a first visit with an empty cache.

    `spoil` answers for the page itself, to see this test fail.
    """
    window = browser.new_context()
    window.add_cookies(evening.cookies.get(place.who, []))  # type: ignore[arg-type]
    page = window.new_page()
    network = window.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    asked: list[str] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(float(event["encodedDataLength"])))
    page.on("request", lambda request: asked.append(request.url))
    if spoil is not None:
        page.route(evening.address(place), spoil)
    page.goto(evening.address(place))
    page.wait_for_timeout(1200)
    window.close()
    return sum(sizes) / 1000, len(asked), [url for url in asked if not url.startswith(evening.house.url)]


@pytest.mark.parametrize("place", BUDGETED, ids=lambda place: place.name)
def test_within_the_budget_and_nothing_from_elsewhere(
    browser: Browser, evening: Evening, place: Place
) -> None:
    kilobytes, requests, elsewhere = weigh(browser, evening, place)
    assert elsewhere == []
    assert kilobytes <= place.budget * SLACK, f"{kilobytes:.1f} kB in {requests} requests"


def test_a_page_that_asks_elsewhere_is_seen(browser: Browser, evening: Evening) -> None:
    _kilobytes, _requests, elsewhere = weigh(browser, evening, CORE[0], spoil=_with_a_stranger)
    assert elsewhere == ["http://stranger.invalid/pixel.png"]


def test_a_cookie_on_a_first_page_is_seen(browser: Browser, evening: Evening) -> None:
    window = browser.new_context()
    page = window.new_page()
    page.route(evening.address(CORE[0]), _with_a_cookie)
    page.goto(evening.address(CORE[0]))
    assert [cookie["name"] for cookie in window.cookies()] == ["seen"]
    window.close()


def _with_a_stranger(route: Route) -> None:
    """The page with a picture from elsewhere, and without the policy that forbids it."""
    answer = route.fetch()
    body = answer.text().replace("</body>", '<img src="http://stranger.invalid/pixel.png"></body>')
    kept = {name: value for name, value in answer.headers.items() if "security-policy" not in name}
    route.fulfill(status=answer.status, headers=kept, body=body)


def _with_a_cookie(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "set-cookie": "seen=yes; Path=/"})


def test_a_first_page_sets_no_cookie(stand: Callable[..., Page]) -> None:
    assert stand(CORE[0]).context.cookies() == []
