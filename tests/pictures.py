"""Pictures of every page, every theme, size and language: `python -m tests.pictures [folder]`.

Those that the README and the docs show go to docs/pictures; all of them to the folder, if one is named.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import CHROMIUM, FLAGS
from tests.pages.evening import Evening, begin
from tests.pages.places import CORE, OTHERS, Place

DOCS = Path(__file__).resolve().parents[1] / "docs/pictures"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
SHOWN = {
    ("landing", "phone", "dark", "en"),
    ("landing", "desktop", "light", "fr"),
    ("wait", "phone", "light", "en"),
    ("chat", "phone", "dark", "en"),
    ("chat", "desktop", "light", "en"),
    ("console", "desktop", "light", "en"),
    ("console", "phone", "dark", "fr"),
    ("now", "phone", "light", "fr"),
}
"""What the docs show: page, size, theme, language."""


def main(everything: Path | None) -> None:
    """Take them."""
    DOCS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        evening = begin(browser)
        for place in (*CORE, *OTHERS):
            for size in SIZES:
                for theme in ("light", "dark"):
                    for language in ("en", "fr"):
                        take(browser, evening, place, (size, theme, language), everything)
        evening.house.stop()
        browser.close()


def take(
    browser: Browser, evening: Evening, place: Place, how: tuple[str, str, str], everything: Path | None
) -> None:
    """One picture, into the folders that want it."""
    size, theme, language = how
    folders = [DOCS] if (place.name, *how) in SHOWN else []
    folders += [everything] if everything else []
    if not folders:
        return
    window = browser.new_context(locale=language, color_scheme=theme, viewport=SIZES[size])  # type: ignore[arg-type]
    window.add_cookies(evening.jar(place.who, language))  # type: ignore[arg-type]
    page = opened(window.new_page(), evening.address(place))
    for folder in folders:
        page.screenshot(path=folder / f"{place.name}-{size}-{theme}-{language}.png")
    window.close()


def opened(page: Page, address: str) -> Page:
    """The page, settled."""
    page.goto(address)
    page.wait_for_timeout(500)
    return page


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    main(folder)
