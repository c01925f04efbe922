"""A person in distress and a listener talk."""

from collections.abc import Callable

import pytest

from tests.actors import PHONE, Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser


def test_two_taps_into_the_line_and_both_talk(seeker: Seeker, maya: Listener) -> None:
    seeker.asks_to_talk().sees("in line").writes_while_waiting("everything is loud tonight").sees(
        "everything is loud tonight"
    )
    maya.takes_next().sees("everything is loud tonight")
    seeker.is_met().sees("Maya")
    maya.says("I am here. What is the loudest thing?")
    seeker.sees("I am here. What is the loudest thing?").says("that I let everyone down")
    seeker.has_sent("that I let everyone down")
    maya.sees("that I let everyone down").says("That sounds heavy to carry.")
    seeker.sees("That sounds heavy to carry.").ends()
    maya.page.reload()
    seeker.sees("Did you feel heard?")


def test_in_french_on_a_phone(cast: Callable[..., Seeker], house: House) -> None:
    tomasz = cast(Listener, house, language="fr").signs_in("tomasz").starts_shift()
    person = cast(Seeker, house, language="fr", viewport=PHONE, has_touch=True).arrives()
    person.asks_to_talk().writes_while_waiting("je ne dors plus")
    tomasz.takes_next().sees("je ne dors plus").says("Je suis là.")
    person.is_met().sees("Je suis là.").says("merci")
    tomasz.sees("merci")
    person.ends().sees("qu’on vous écoutait")
    tomasz.ends_shift()
