"""The crisis card as the person sees it."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from beside.web.house import House

HOUSE = House(country="FR", emergency_number="112", helpline_number="01 23 45 67 89")


def card(house: House, language: str = "en") -> str:
    """The card's HTML."""
    with translation.override(language):
        return render_to_string("safety/_crisis_card.html", {"house": house})


def test_it_shows_the_numbers_of_the_house_s_country() -> None:
    shown = card(HOUSE)
    for href in ("tel:112", "tel:0123456789", "tel:3114", "sms:114"):
        assert f'href="{href}"' in shown
    assert shown.count("<a ") <= 6


def test_a_way_without_a_voice_is_among_them() -> None:
    shown = card(replace(HOUSE, country="US", emergency_number="911", helpline_number=""))
    assert 'href="tel:988"' in shown and 'href="sms:988"' in shown


@pytest.mark.parametrize("country", ["", "ZZ", "EC"])
def test_without_a_list_the_emergency_number_stays(country: str) -> None:
    shown = card(replace(HOUSE, country=country, helpline_number=""))
    assert 'href="tel:112"' in shown and 'href="/now"' in shown


def test_it_says_why_and_what_next_in_french() -> None:
    shown = card(HOUSE, "fr")
    assert "Ce que vous avez écrit laisse penser" in shown
    assert "Vous pouvez garder cet échange ouvert" in shown
    assert "Appeler le" in shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_calm(language: str) -> None:
    shown = card(HOUSE, language)
    assert "!" not in shown
    assert not any(word in shown.lower() for word in ("suicid", "score", "risk", "risque", 'role="alert"'))
