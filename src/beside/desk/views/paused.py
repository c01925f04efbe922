"""The door during a pause after abuse: shut for a while, and open at once for whoever is in danger."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from beside.conversations import actions as conversations
from beside.conversations.queries import seat_of
from beside.desk import queries, wording
from beside.desk.actions import cool_off
from beside.desk.models import Answer, Request
from beside.desk.queries import abuse
from beside.desk.queries.abuse import Resting
from beside.foundation import clock
from beside.people.cookies import give_pause, pause_of
from beside.people.models import Person
from beside.triage import assess

COMMIT_SECONDS = 10
OPENS_FROM = 2
"""Words read as this much danger open the door, as they would move somebody up the line."""


def whose(request: HttpRequest, person: Person | None) -> Resting | None:
    """The pause that runs for this visit or this browser."""
    return abuse.resting(person, pause_of(request))


def opens(request: HttpRequest, resting: Resting, safe: str) -> bool:
    """Whether they say that they are in danger, by a button or in words. Then the pause is over."""
    words = request.POST.get("words", "")
    danger = safe == Answer.NO or assess(words, get_language()).urgency >= OPENS_FROM
    if danger:
        cool_off.reopen(resting=resting)
    return danger


def keep_words(request: HttpRequest, held: Request) -> None:
    """What they wrote at the shut door is the first thing the listener reads."""
    words = request.POST.get("words", "").strip()
    if words:
        seat = seat_of(held.person, held.conversation_id)
        mark = f"door-{request.POST.get('mark', '')}"[:64]
        conversations.say(seat=seat, words=words, client_id=mark).result(COMMIT_SECONDS)


def page(request: HttpRequest, resting: Resting, person: Person | None, slug: str) -> HttpResponse:
    """When the door opens again, a box for words, numbers. Nothing is taken from what was written."""
    words = request.POST.get("words", "")
    token = cool_off.remember_browser(resting=resting, person=person)
    zone = queries.current(slug).zone
    context = {
        "until": wording.opening(resting.until, zone, clock.now()) if resting.until else "",
        "words": words,
        "calm": bool(words.strip()),
        "mark": uuid.uuid4().hex,
        "talk": reverse("desk:talk") + (f"?service={slug}" if slug else ""),
    }
    response = render(request, "desk/cool_off.html", context)
    if token:
        give_pause(response, token)
    return response
