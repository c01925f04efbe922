"""People in real browsers: a seeker and a listener, each in a window of their own, who do what people do."""

import re
from contextlib import suppress
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.running import PASSPHRASE, House

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


class Actor:
    """Somebody with a browser window. `page` is what they look at."""

    def __init__(self, browser: Browser, house: House, *, language: str = "en", **window: object) -> None:
        self.house, self.language = house, language
        options: dict[str, object] = {
            "viewport": DESKTOP,
            "locale": language,
            "base_url": house.url,
            **window,
        }
        self.window: BrowserContext = browser.new_context(**options)  # type: ignore[arg-type]
        self.page: Page = self.window.new_page()
        self.trouble: list[str] = []
        self.elsewhere: list[str] = []
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("console", lambda line: self.trouble.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.trouble.append(str(error.stack)))
        page.on("request", self._asked)

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.house.url, "data:", "blob:", "about:")):
            self.elsewhere.append(url)

    def sees(self, words: str, *, seconds: float = 10) -> Self:
        """Wait until these words can be read on the page."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(
            timeout=seconds * 1000
        )
        return self

    def has_sent(self, words: str) -> Self:
        """Our own words are there once, and acknowledged."""
        mine = self.page.locator("[data-log] [data-by=me]", has_text=words)
        expect(mine).to_have_count(1)
        expect(mine).to_have_attribute("data-state", re.compile("sent|seen"), timeout=25000)
        return self

    def does_not_see(self, words: str) -> Self:
        """These words are nowhere on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)
        return self

    def goes(self, path: str) -> Self:
        """Open an address; again, when the page was going somewhere by itself at that very moment."""
        try:
            self.page.goto(path)
        except PlaywrightError as error:
            if "ERR_ABORTED" not in error.message and "interrupted by another" not in error.message:
                raise
            self.page.goto(path)
        return self

    def sends(self, button: Locator) -> Self:
        """Press a button that leads to another page, and be there: whoever goes on at once loses the form."""
        with self.page.expect_navigation(timeout=30000):
            button.click()
        return self

    def closes(self) -> None:
        """Leave every page, so that sockets end. Closing a window in mid-navigation can hang Chromium."""
        for page in self.window.pages:
            with suppress(PlaywrightError):
                page.goto("about:blank", wait_until="commit", timeout=5000)


class Seeker(Actor):
    """A person in distress."""

    def arrives(self) -> Self:
        """Open the first page."""
        return self.goes("/")

    def asks_to_talk(self, answer: str = "yes") -> Self:
        """Two taps: the button, and one answer."""
        self.page.locator("a.btn-primary[href='/talk']").click()
        self.page.locator(f"button[name=safe][value={answer}]").click()
        self.page.wait_for_url(re.compile(r"/wait/|/c/"))
        return self

    def writes_while_waiting(self, words: str) -> Self:
        """The first message, before anybody is there."""
        self.page.locator("#words").fill(words)
        self.page.locator("[data-first-words] button").click()
        return self

    def is_met(self, seconds: float = 20) -> Self:
        """Wait until the page is the chat."""
        self.page.wait_for_url(re.compile(r"/c/[0-9a-f-]+$"), timeout=seconds * 1000)
        return self

    def says(self, words: str) -> Self:
        """Write and send."""
        self.page.locator("#say").fill(words)
        self.page.locator("form[data-composer] button").click()
        return self

    def ends(self) -> Self:
        """End the chat, by its page."""
        self.goes(self.page.url.split("?")[0].rstrip("/") + "/end")
        return self.sends(self.page.locator("main form button"))

    def erases_everything(self) -> Self:
        """Have all of it destroyed; the page that opens is the receipt."""
        self.page.goto("/me/data/erasure")
        self.page.locator("main form button").click()
        self.page.wait_for_url(re.compile(r"/me/data/erasure/[0-9a-f-]+$"))
        return self

    def leaves_now(self) -> Self:
        """Press the button that is on every page."""
        self.page.locator("[data-leave] button").first.click()
        return self


class Listener(Actor):
    """A colleague at the console."""

    def signs_in(self, name: str) -> Self:
        """By address and pass-phrase, as the made-up colleagues do."""
        self.goes("/in")
        self.page.locator("input[name=login]").fill(f"{name.lower()}@harbour.example")
        self.page.locator("input[name=password]").fill(PASSPHRASE)
        self.page.locator("form.form button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/(desk|team|settings)"))
        return self

    def starts_shift(self) -> Self:
        """Begin a shift with the usual answers, and open the console."""
        self.goes("/desk")
        begin = self.page.locator("form[action='/desk/shift'] button")
        if begin.count():
            self.sends(begin)
        return self.goes("/desk/live")

    def takes_next(self, seconds: int = 40) -> Self:
        """Ask for whoever is next until somebody is offered, and say yes. A "not now" is an answer too."""
        composers = self.page.locator("form[data-composer]")
        before = composers.count()
        for _ in range(seconds * 2):
            if self._takes_or_asks():
                break
            self.page.wait_for_timeout(500)
        expect(composers).not_to_have_count(before, timeout=20000)
        return self

    def _takes_or_asks(self) -> bool:
        """Press what can be pressed. The rail is fetched again meanwhile: a button may go."""
        take = self.page.locator("#offer-take")
        ready = self.page.locator("#take-next:not([aria-disabled=true])")
        with suppress(PlaywrightTimeout):
            if take.is_visible():
                take.click(timeout=3000)
                return True
            if ready.count():
                ready.click(timeout=3000)
        return False

    def says(self, words: str, chat: int = 0) -> Self:
        """Reply in the first chat, or in another one."""
        composer = self.page.locator("form[data-composer]").nth(chat)
        composer.locator("textarea").fill(words)
        composer.locator("button").click()
        return self

    def ends_chat(self, reason: str = "finished", asked: str = "") -> Self:
        """End the first chat with a reason, without the wrap-up. `asked`: the suicide question."""
        chat = self.page.locator("[data-conversation]").first.get_attribute("data-conversation")
        self.goes(f"/desk/c/{chat}/closure")._answers_how_it_ends(reason, asked)
        self.page.wait_for_url(re.compile("/desk/wrap/"))
        return self

    def ends_shift(self) -> Self:
        """End what still runs (the person may have ended it this very moment), then go home."""
        for _ in range(10):
            self.goes("/desk/live")
            running = self.page.locator("[data-conversation]")
            if not running.count():
                break
            self.goes(f"/desk/c/{running.first.get_attribute('data-conversation')}/closure")
            if self.page.locator("form[action$=closure]").count():
                self._answers_how_it_ends("finished")
        self.goes("/desk")
        return self.sends(self.page.locator("form[action='/desk/shift/end'] button"))

    def _answers_how_it_ends(self, reason: str, asked: str = "") -> Self:
        """The reason, and whether suicide was asked about, where the chat called for it."""
        self.page.locator(f"label:has(input[value={reason}])").click()
        question = "label:has(input[name=suicide]" + (f"[value={asked}])" if asked else ")")
        if asked or self.page.locator(question).count():
            self.page.locator(question).first.click()
        return self.sends(self.page.locator("form[action$=closure] button"))
