"""A person has it all destroyed in the middle of a chat: who listens is told, and reads it no more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors import Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser


def test_erasing_while_talking(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk().writes_while_waiting("the harbour is loud tonight")
    maya.takes_next().sees("the harbour is loud tonight")
    chat = seeker.is_met().page.url
    maya.says("I am here.")
    seeker.sees("I am here.").goes("/me/data").sees("A chat that goes on")
    seeker.erases_everything().sees("It is erased.")
    maya.sees("The person erased this conversation.")
    maya.does_not_see("the harbour is loud tonight")
    maya.goes("/desk/live").does_not_see("the harbour is loud tonight")
    seeker.goes(chat)
    expect(seeker.page).not_to_have_url(chat)
    seeker.goes("/me/data").sees("This browser is not in a chat here")


def test_erasing_without_scripts(cast: Callable[..., Seeker], house: House) -> None:
    person = cast(Seeker, house, java_script_enabled=False).arrives()
    person.page.locator("a.btn-primary[href='/talk']").click()
    person.page.locator("button[name=safe][value=yes]").click()
    person.writes_while_waiting("nobody is awake here")
    person.goes("/me/data")
    person.page.locator("a[href='/me/data/erasure']").click()
    person.page.locator("main form button").click()
    person.sees("It is erased.")
    person.page.go_back()
    person.goes("/me/data").sees("This browser is not in a chat here")
