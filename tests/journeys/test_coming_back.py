"""A person leaves one device and comes back on another, by five words."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors import PHONE, Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser


def made_in_chat(seeker: Seeker) -> list[str]:
    """Open the disclosure beside the chat and ask for the words; the page stays the chat."""
    chat = seeker.page.url
    seeker.page.locator("aside.side details.reveal:has(form[data-phrase]) summary").click()
    seeker.page.locator("aside.side form[data-phrase] button").click()
    words = seeker.page.locator("aside.side [data-five-words]")
    expect(words).to_be_visible()
    expect(words).to_be_focused()
    assert seeker.page.url == chat
    return words.inner_text().split()


def test_back_in_the_chat_on_another_device(
    cast: Callable[..., Seeker], house: House, seeker: Seeker, maya: Listener
) -> None:
    seeker.asks_to_talk().writes_while_waiting("the train home was too full")
    maya.takes_next()
    words = made_in_chat(seeker.is_met())
    assert len(words) == 5
    other = cast(Seeker, house, viewport=PHONE, has_touch=True).goes("/back")
    other.page.get_by_label("Your five words").fill(" ".join(word[:4].upper() for word in words))
    other.page.get_by_role("button", name="Open my chat").click()
    other.is_met().sees("the train home was too full").says("here again, from my phone")
    maya.sees("here again, from my phone")
    other.ends()


def test_back_in_line_without_scripts_in_french(cast: Callable[..., Seeker], house: House) -> None:
    person = cast(Seeker, house, language="fr", java_script_enabled=False).arrives().asks_to_talk()
    place = re.sub(r"[?#].*", "", person.page.url)
    person.goes("/me/phrase").page.get_by_role("button", name="Créer mes cinq mots").click()
    words = person.sees("Voici vos cinq mots").page.locator("[data-five-words]").inner_text()
    other = cast(Seeker, house, language="fr", java_script_enabled=False).goes("/back")
    other.page.get_by_label("Vos cinq mots").fill(words)
    other.page.get_by_role("button", name="Ouvrir ma conversation").click()
    assert re.sub(r"[?#].*", "", other.page.url) == place
    other.leaves_now()


def test_wrong_words_stay_to_be_mended(cast: Callable[..., Seeker], house: House) -> None:
    person = cast(Seeker, house, java_script_enabled=False).goes("/back")
    field = person.page.get_by_label("Your five words")
    field.fill("velvet piano zoo aple lemon")
    person.page.get_by_role("button", name="Open my chat").click()
    person.sees("“aple” is not one of our words")
    expect(field).to_have_value("velvet piano zoo aple lemon")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert [line for line in person.trouble if "422" not in line] == []
    person.trouble.clear()
