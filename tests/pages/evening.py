"""A house with something going on: who is there, with which cookies, in which chats."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser

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


def begin(browser: Browser) -> Evening:
    """Somebody waits, somebody talks with Maya, somebody's chat with Tomasz has ended; Odile is in."""
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
    return now


def _met(listener: Listener, person: Seeker, words: str) -> None:
    person.arrives().asks_to_talk().writes_while_waiting(words)
    listener.takes_next().sees(words)
    person.is_met()
