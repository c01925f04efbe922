"""Browsers that stand in one house as different people."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.pages.evening import Evening, begin
from tests.pages.places import Place


@pytest.fixture(scope="session")
def evening(browser: Browser) -> Iterator[Evening]:
    """One evening for all pages; nobody may change it."""
    now = begin(browser)
    yield now
    now.house.stop()


@pytest.fixture
def stand(browser: Browser, evening: Evening) -> Iterator[Callable[..., Page]]:
    """Opens a place as the person it is for: `stand(place, language="fr", viewport={…})`."""
    windows: list[BrowserContext] = []

    def open_(place: Place, *, language: str = "en", path: str = "", **window: object) -> Page:
        options: dict[str, object] = {
            "locale": language,
            "viewport": {"width": 1280, "height": 800},
            **window,
        }
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.add_cookies(evening.jar(place.who, language))  # type: ignore[arg-type]
        windows.append(context)
        page = context.new_page()
        page.goto(path or evening.address(place))
        return page

    yield open_
    for window in windows:
        window.close()
