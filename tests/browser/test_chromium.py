"""The browser that the journeys use."""

from playwright.sync_api import Page

from tests.running import House


def test_a_page_opens_in_chromium(page: Page, house: House) -> None:
    answer = page.goto(f"{house.url}/now")
    assert answer is not None and answer.status in (200, 404)
