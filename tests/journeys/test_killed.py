"""The process is killed in mid-chat, as by a power cut: both go on, nothing is lost, nothing is doubled."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors import Actor, Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser


def lines(actor: Actor) -> list[str]:
    """Every word said in the first chat of this page, in order, pending ones too."""
    said = "[data-log] .turn-mine [data-words], [data-log] .turn-theirs [data-words]"
    return actor.page.locator(said).all_inner_texts()


def test_killed_in_mid_chat(new_house: Callable[..., House], cast: Callable[..., Actor]) -> None:
    house = new_house()
    maya, person = cast(Listener, house), cast(Seeker, house)
    assert isinstance(maya, Listener) and isinstance(person, Seeker)
    maya.signs_in("maya").starts_shift()
    person.arrives().asks_to_talk()
    maya.takes_next()
    person.is_met().says("before").has_sent("before")
    maya.sees("before").says("I am here")
    person.sees("I am here")

    person.says("acknowledged a moment before").has_sent("acknowledged a moment before")
    house.kill()
    person.says("written while it was down")
    expect(person.page.locator("[data-state=sending]", has_text="written while it was down")).to_have_count(1)
    person.sees("offline")
    maya.says("are you there?")
    house.start()

    person.has_sent("written while it was down").sees("are you there?", seconds=30)
    maya.sees("written while it was down", seconds=30).says("good to read you")
    person.sees("good to read you")
    expected = [
        "before",
        "I am here",
        "acknowledged a moment before",
        "written while it was down",
        "are you there?",
        "good to read you",
    ]
    for actor in (person, maya):
        assert sorted(lines(actor)) == sorted(expected)
        actor.page.reload()
        actor.sees("good to read you")
        assert sorted(lines(actor)) == sorted(expected)
    assert lines(person) == lines(maya)
    for actor in (person, maya):
        actor.trouble.clear()  # a browser says so when the server is gone; that was the point


def test_a_reload_with_words_on_their_way_says_them_once(
    new_house: Callable[..., House], cast: Callable[..., Actor]
) -> None:
    house = new_house()
    person = cast(Seeker, house)
    assert isinstance(person, Seeker)
    person.arrives().asks_to_talk()
    person.goes(person.page.url.replace("/wait/", "/c/")).says("one").has_sent("one")
    person.page.evaluate("window.WebSocket.prototype.send = () => undefined")
    person.says("lost on the way")
    person.page.reload()
    person.has_sent("lost on the way")
    person.page.reload()
    person.has_sent("lost on the way")
    assert lines(person) == ["one", "lost on the way"]
