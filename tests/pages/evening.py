"""A house with something going on: who is there, with which cookies, in which chats."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser

from tests.actors import Actor, Listener, Seeker
from tests.pages import planned, weeks
from tests.pages.places import Place
from tests.running import House

LANGUAGE = "__Host-language"
SEEKERS = {"anyone", "ended", "gone", "talking", "first", "second", "waiting", "unsafe"}
"""Whose language comes from their browser; staff chose theirs when they signed in."""


@dataclass
class Evening:
    """Who is there: cookies by person, and the numbers of their chats."""

    house: House
    cookies: dict[str, list[object]] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)

    def address(self, place: Place) -> str:
        """The page's whole address."""
        return self.house.url + place.path.format(**self.chats)

    def jar(self, who: str, language: str) -> list[object]:
        """Somebody's cookies, reading in this language."""
        kept = [one for one in self.cookies.get(who, []) if dict(one).get("name") != LANGUAGE]  # type: ignore[call-overload]
        chosen = {"name": LANGUAGE, "value": language, "domain": "localhost", "path": "/", "secure": True}
        return [*kept, chosen] if who not in SEEKERS else kept

    def remember(self, who: str, actor: Actor) -> None:
        """Keep somebody's cookies and, for a seeker, the number of their chat."""
        self.cookies[who] = list(actor.window.cookies())
        if isinstance(actor, Seeker):
            self.chats[who] = actor.page.url.split("?")[0].rstrip("/").split("/")[-1]


def begin(browser: Browser) -> Evening:
    """Two wait, one talks with Maya, two with Tomasz, one has talked with Ines; Odile is in."""
    house = House().start()
    weeks.add_to(house)
    planned.add_to(house)
    now = Evening(house)
    names = ("ended", "talking", "first", "second", "waiting", "unsafe", "gone")
    people = {who: Seeker(browser, house, language="fr" if who == "second" else "en") for who in names}
    ines, maya, tomasz = (Listener(browser, house) for _ in range(3))
    _a_hard_chat(ines, people["ended"])
    now.chats["report"] = _told(people["ended"])
    _met(maya.signs_in("maya").starts_shift(), people["talking"], "i keep thinking i want to die")
    maya.says("Thank you for telling me. I am here.")
    people["talking"].sees("Thank you for telling me").says("ok").has_sent("ok")
    _two_chats(tomasz, people["first"], people["second"])
    people["waiting"].arrives().asks_to_talk("unsure").writes_while_waiting("it is loud tonight")
    people["unsafe"].arrives().asks_to_talk("no")
    people["gone"].arrives().asks_to_talk().erases_everything()
    now.remember("manager", Listener(browser, house).signs_in("odile"))
    for who, actor in {"listener": maya, "counsellor": tomasz, "supervisor": ines, **people}.items():
        now.remember(who, actor)
    return now


def _a_hard_chat(ines: Listener, person: Seeker) -> None:
    """Over, and not yet written down: a talk asked for, a line promised with the person's yes."""
    _met(ines.signs_in("ines").starts_shift(), person, "I have not slept in days. i want to die")
    ines.says("That wears a person down. Are you thinking of ending your life?")
    person.sees("wears a person down").says("it was a thought. not tonight").has_sent("it was a thought")
    ines.ends_chat(asked="asked")
    ines.sends(ines.page.locator("form[action$=follow-up] button[value='24']"))
    chat = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", person.page.url)[0]  # it may have moved on by itself
    person.goes(f"/c/{chat}/follow").sends(person.page.locator("button[value=yes]"))
    person.goes(f"/c/{chat}")
    ines.goes(f"/desk/debrief/{chat}").sends(ines.page.locator("button[name=wanted][value='1']"))


def _told(person: Seeker) -> str:
    """What went wrong, told to somebody else; the number it has inside."""
    chat = person.page.url
    person.goes("/report")
    person.page.locator("label:has(input[name=matter])").nth(1).click()
    person.page.locator("#report-words").fill("The page with the numbers did not open on my phone.")
    person.sends(person.page.locator("form[action='/report'] button")).goes(chat)
    return "1"


def _two_chats(tomasz: Listener, first: Seeker, second: Seeker) -> None:
    """As on a usual night: one in English, one in French."""
    _met(
        tomasz.signs_in("tomasz").starts_shift(),
        first,
        "my sister stopped answering. everyone is done with me",
    )
    tomasz.says("Losing her replies on top of everything else. No wonder it feels like everyone has gone.")
    first.sees("on top of everything").says("the pills are next door and i keep thinking about them")
    tomasz.sees("the pills are next door").says(
        "Thank you for telling me that. Are you thinking of ending your life?"
    )
    first.sees("Are you thinking").says("not sure. maybe. i cant see another way to make it stop").has_sent(
        "not sure"
    )
    _met(tomasz, second, "bonsoir, c’est encore moi. l’examen est demain")
    tomasz.page.locator("form[data-composer]").nth(1).wait_for()
    tomasz.says("Bonsoir. Qu’est-ce qui tourne dans votre tête quand vous lisez ?", chat=1)
    second.sees("Qu’est-ce qui tourne").says("que si je rate, tout s’arrête").has_sent("que si je rate")


def _met(listener: Listener, person: Seeker, words: str) -> None:
    person.arrives().asks_to_talk().writes_while_waiting(words)
    listener.takes_next().sees(words)
    person.is_met()
