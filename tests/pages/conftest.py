"""One house with something going on, and browsers that stand in it as different people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.actors import Actor, Listener, Seeker
from tests.pages.places import Place
from tests.running import House


@dataclass
class Evening:
    """Who is there: cookies by person, and the numbers of their chats."""

    house: House
    cookies: dict[str, list[object]] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)

    def address(self, place: Place) -> str:
        """The page's whole address."""
        return self.house.url + place.path.format(**self.chats)

    def remember(self, who: str, actor: Actor) -> None:
        """Keep somebody's cookies and, for a seeker, the number of their chat."""
        self.cookies[who] = list(actor.window.cookies())
        if isinstance(actor, Seeker):
            self.chats[who] = actor.page.url.split("?")[0].rstrip("/").split("/")[-1]


@pytest.fixture(scope="session")
def evening(browser: Browser) -> Iterator[Evening]:
    """Somebody waits, somebody talks with Maya, somebody's chat with Tomasz has ended; Odile is at her desk."""
    house = House().start()
    now = Evening(house)
    maya, tomasz = Listener(browser, house), Listener(browser, house)
    people = {who: Seeker(browser, house) for who in ("ended", "talking", "waiting")}
    _met(tomasz.signs_in("tomasz").starts_shift(), people["ended"], "I have not slept in days")
    now.remember("ended", people["ended"])
    tomasz.says("That wears a person down.").ends_chat()
    _met(maya.signs_in("maya").starts_shift(), people["talking"], "i keep thinking i want to die")
    maya.says("Thank you for telling me. I am here.")
    people["talking"].sees("Thank you for telling me").says("ok").has_sent("ok")
    people["waiting"].arrives().asks_to_talk("unsure").writes_while_waiting("it is loud tonight")
    for who, actor in {"listener": maya, "counsellor": tomasz, **people}.items():
        now.remember(who, actor)
    now.remember("manager", Listener(browser, house).signs_in("odile"))
    yield now
    house.stop()


def _met(listener: Listener, person: Seeker, words: str) -> None:
    person.arrives().asks_to_talk().writes_while_waiting(words)
    listener.takes_next().sees(words)
    person.is_met()


@pytest.fixture
def stand(browser: Browser, evening: Evening) -> Iterator[Callable[..., Page]]:
    """Opens a place as the person it is for: `stand(place, language="fr", viewport={…})`."""
    windows: list[BrowserContext] = []

    def open_(place: Place, *, language: str = "en", path: str = "", **window: object) -> Page:
        options: dict[str, object] = {"locale": language, "viewport": {"width": 1280, "height": 800}, **window}
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.add_cookies(evening.cookies.get(place.who, []))  # type: ignore[arg-type]
        windows.append(context)
        page = context.new_page()
        page.goto(path or evening.address(place))
        return page

    yield open_
    for window in windows:
        window.close()
