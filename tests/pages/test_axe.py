"""Nothing stands in anybody's way: axe finds nothing on any page."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.pages.places import CORE, LANGUAGES, OTHERS, THEMES, WIDTHS, Place

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAIRWISE = (
    (320, "light", "fr"),
    (390, "dark", "en"),
    (1280, "dark", "fr"),
    (1280, "light", "en"),
)


ON_PURPOSE = {"chat-frame": {"meta-refresh"}}
"""The frame of the log renews itself for who has no scripts; it holds nothing to write in."""


def found(page: Page, place: str = "") -> list[str]:
    """What axe has against a page: rule, and the first element it means."""
    response = Axe().run(page, options=RULES).response
    response["violations"] = [
        one for one in response["violations"] if one["id"] not in ON_PURPOSE.get(place, set())
    ]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in response["violations"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", CORE, ids=lambda place: place.name)
def test_core_pages(stand: Callable[..., Page], place: Place, theme: str, language: str) -> None:
    page = stand(place, language=language, color_scheme=theme)
    against: dict[int, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        against[width] = found(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"wider than {width}"
        )
    assert not any(against.values()), against


@pytest.mark.parametrize("turn", range(len(OTHERS)), ids=lambda turn: OTHERS[turn].name)
def test_every_other_page(stand: Callable[..., Page], turn: int) -> None:
    for width, theme, language in (PAIRWISE[turn % 4], PAIRWISE[(turn + 2) % 4]):
        size = {"width": width, "height": 800}
        page = stand(OTHERS[turn], language=language, color_scheme=theme, viewport=size)
        assert found(page, OTHERS[turn].name) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"wider than {width}"
        )


def test_axe_can_find_something(stand: Callable[..., Page]) -> None:
    page = stand(CORE[0])
    page.evaluate("document.querySelector('h1').outerHTML")
    page.evaluate("document.querySelectorAll('.brand-name').forEach((e) => e.remove())")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert found(page)
