"""Handing over in browsers: the person is asked, and each step is there again on a page opened anew."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.actors import PHONE, Actor, Listener, Seeker
from tests.running import House

Play = Callable[..., Actor]


@pytest.fixture
def tomasz(cast: Play, house: House) -> Iterator[Listener]:
    """A colleague on shift."""
    listener = cast(Listener, house)
    assert isinstance(listener, Listener)
    yield listener.signs_in("tomasz").starts_shift()
    listener.ends_shift()


def talks(cast: Play, house: House, maya: Listener, **window: object) -> tuple[Seeker, str]:
    """Somebody whom Maya has met, and the chat's number."""
    person = cast(Seeker, house, **window)
    assert isinstance(person, Seeker)
    person.arrives().asks_to_talk()
    maya.takes_next().says("I’m Maya.")
    person.is_met().says("It is a lot tonight.").has_sent("It is a lot tonight.")
    number = maya.page.locator("[data-conversation]").first.get_attribute("data-conversation")
    assert number is not None
    return person, number


def asks(maya: Listener, chat: str, who: str) -> None:
    """Maya sends the form."""
    maya.goes(f"/desk/c/{chat}/transfer")
    maya.page.locator("label", has_text=who).first.click()
    maya.page.locator("textarea[name=words]").fill("Exam at nine.")
    maya.sends(maya.page.locator("form[action$=transfer] button"))


def test_together_at_first_with_every_page_opened_anew(
    cast: Play, house: House, maya: Listener, tomasz: Listener
) -> None:
    person, chat = talks(cast, house, maya, viewport=PHONE)
    asks(maya, chat, "Tomasz")
    maya.goes("/desk/live").sees("is being asked whether Tomasz may carry on")
    question = person.page.locator("[data-log] [data-question]")
    expect(question).to_be_visible(timeout=15000)
    person.page.reload()
    expect(question).to_be_visible()
    question.locator("button[value=yes]").click()
    expect(question).to_have_count(0)
    tomasz.goes("/desk/live").page.locator("#offer-take").click(timeout=20000)
    tomasz.sees("Maya is still here, until you have written").sees("Exam at nine.")
    maya.goes("/desk/live").sees("You leave once Tomasz has written").says("Tomasz is here now.")
    tomasz.goes("/desk/live").says("I have read it all.")
    person.sees("I have read it all.").sees("Maya has left this chat", seconds=30)
    person.does_not_see("Exam at nine.")
    expect(maya.page.locator("[data-over]")).to_be_visible(timeout=20000)
    maya.goes("/desk/live")
    expect(maya.page.locator(f"[data-conversation='{chat}']")).to_have_count(0)
    person.ends()


def test_a_no_and_the_buttons_are_gone_in_the_other_tab(
    cast: Play, house: House, maya: Listener, tomasz: Listener
) -> None:
    person, chat = talks(cast, house, maya)
    other = person.window.new_page()
    other.goto(person.page.url)
    asks(maya, chat, "Tomasz")
    expect(other.locator("[data-log] [data-question]")).to_be_visible(timeout=15000)
    person.page.locator("[data-log] [data-question] button[value=no]").click()
    person.sees("Maya stays with you")
    expect(other.locator("[data-log] [data-question]")).to_have_count(0, timeout=15000)
    maya.sees("would rather stay with Maya")
    expect(tomasz.page.locator("#offer-take")).to_have_count(0)
    person.ends()
