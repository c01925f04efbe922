"""`{% load safety %}`: numbers for cards inside other pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template.context import RequestContext

from beside.foundation import clock
from beside.safety import resources, wording
from beside.safety.resources import Emergency
from beside.safety.resources.nouns import CALL, TEXT
from beside.safety.wording import Button

register = template.Library()

MOST = 3
"""How many lines a card shows beside the emergency number: a choice, not a list."""


@dataclass(frozen=True)
class Numbers:
    """What a crisis card shows."""

    emergency: tuple[Emergency, ...]
    buttons: tuple[Button, ...]


@register.simple_tag(takes_context=True)
def crisis_numbers(context: RequestContext) -> Numbers:
    """The house's emergency number and up to three lines for everybody, one without voice among them."""
    house: Any = context.get("house")
    country = resources.directory().countries.get(str(getattr(house, "country", "")).upper())
    number = getattr(house, "emergency_number", "") or (country.emergency[0].number if country else "112")
    own = getattr(house, "helpline_number", "")
    buttons = (wording.own_number(own),) if own else ()
    lines = country.fresh(clock.today()) if country else []
    ways = [way for line in lines if line.audience in ("all", "adults") for way in line.ways]
    spoken = [way for way in ways if way.kind == CALL and not way.then]
    silent = [wording.button(way) for way in ways if way.kind == TEXT]
    silent += wording.by_text(country.emergency) if country else []
    listed = [wording.button(way) for way in spoken if way.number != own]
    room = MOST - len(buttons) - bool(silent)
    return Numbers((Emergency(number),), (*buttons, *listed[:room], *silent[:1]))
