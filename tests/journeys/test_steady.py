"""Somebody who floods a chat is slowed: told kindly, their words back in the box, danger through at once."""

import pytest
from playwright.sync_api import expect

from tests.actors import Listener, Seeker

pytestmark = pytest.mark.browser


def slows_down(maya: Listener) -> None:
    """Maya opens the part of the panel for it and presses the button."""
    maya.page.locator("details.steady > summary").click()
    maya.page.locator("button[name=act][value=slow]").click()
    maya.sees("Let them write as usual")


def test_words_that_wait_are_back_in_the_box_and_go_later(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk()
    maya.takes_next()
    seeker.is_met()
    slows_down(maya)
    maya.sees("Maya slowed the messages")
    seeker.sees("Let us go a little slower").says("one").has_sent("one")
    box, told = seeker.page.locator("#say"), seeker.page.locator("[data-slow]")
    seeker.says("and more")
    expect(told).to_contain_text("one message goes every 20 seconds")
    expect(box).to_have_value("and more")
    expect(seeker.page.locator("[data-log] [data-by=me]", has_text="and more")).to_have_count(0)
    seeker.page.reload()
    expect(box).to_have_value("and more")
    seeker.says("I have the pills here and I want to die tonight").has_sent("I want to die tonight")
    maya.sees("I want to die tonight")
    seeker.sees("You can write as usual again.", seconds=15).says("are you there").has_sent("are you there")
    expect(told).to_be_hidden()


def test_staff_end_it_and_words_go_as_usual(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk()
    maya.takes_next()
    seeker.is_met()
    slows_down(maya)
    seeker.sees("Let us go a little slower").says("one").has_sent("one").says("two")
    expect(seeker.page.locator("#say")).to_have_value("two")
    maya.page.locator("button[name=act][value=usual]").click()
    seeker.sees("You can write as usual again.")
    seeker.page.locator("form[data-composer] button").click()
    seeker.has_sent("two")
    maya.sees("two")
