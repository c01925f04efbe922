"""The first page and the one question: from the street into the line in two taps."""

import math
import random
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from beside.desk import actions, pace, queries, wording
from beside.desk.models import Answer, Request, Service
from beside.desk.views import paused
from beside.foundation import clock
from beside.people.actions import begin_visit, leave, welcome
from beside.people.cookies import give_visit
from beside.people.queries import visitor
from beside.safety import resources
from beside.safety.wording import Row, rows
from beside.web import house

CACHED_SECONDS = 60
SHOWN = 3
"""How many of those who are awake the first page names: a choice, not a list."""


@require_safe
def landing(request: HttpRequest, service: str = "") -> HttpResponse:
    """What this is, one button, the honest wait. No cookie is set; without any it may be kept a minute.

    With several services the first one's page names the others; `service` is the slug of one of them.
    """
    house.take(request, queries.house(service))
    response = render(request, "desk/landing.html", first_page(service))
    if not request.COOKIES:
        response["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Are you safe right now? Each answer gets in line; "No" gets to the front, with numbers on top.

    `?service=` names a service by its slug. While people are here, if not for long, "No" still gets in.
    """
    slug = request.GET.get("service", "")
    house.take(request, queries.house(slug))
    person = visitor(request)
    held = queries.live_request(person) if person else None
    if held is not None:
        return redirect(way_to(held))
    safe = request.POST.get("safe", "")
    openness = queries.openness(language=language(slug), slug=slug)
    resting = paused.whose(request, person)
    if resting is not None and not paused.opens(request, resting, safe):
        return paused.page(request, resting, person, slug)
    if openness.is_closed and not (safe == Answer.NO and openness.takes_danger):
        return redirect("/now" if safe == Answer.NO else page_of(slug))
    if request.method != "POST":
        return render(request, "desk/talk.html", _question(slug))
    return _in_line(request, slug, safe, request.POST.get("mark", ""))


def first_page(slug: str = "") -> dict[str, Any]:
    """What a service's first page shows, in the active language."""
    spoken, own = language(slug), queries.current(slug)
    openness = queries.openness(language=spoken, slug=slug)
    sends_on = openness.state in ("full", "closed")
    elsewhere = queries.overflow_numbers(slug) if sends_on else ()
    return {
        "first": queries.words(spoken, slug),
        "awake": _awake(own, {name for name, _number in elsewhere}) if sends_on else [],
        "elsewhere": elsewhere,
        "openness": openness,
        "wait": wording.usual_wait(openness.wait_low, openness.wait_high),
        "opens": wording.opening(openness.opens_at, own.zone, clock.now()),
        "talk": talk_of(slug),
        "others": [] if slug else [_other(one.slug) for one in queries.services()[1:]],
    }


def language(slug: str = "") -> str:
    """The line's language for this page: the reader's if the service offers it, else the service's first."""
    offered = queries.languages(slug)
    spoken = (get_language() or "").split("-")[0]
    return spoken if spoken in offered else offered[0]


def page_of(slug: str) -> str:
    """The first page of a service."""
    return reverse("desk:service", args=[slug]) if slug else reverse("desk:landing")


def talk_of(slug: str) -> str:
    """The way into a service's line."""
    return reverse("desk:talk") + (f"?service={slug}" if slug else "")


def way_to(held: Request) -> str:
    """The page of a request: the line, or the chat once somebody has taken it."""
    return f"/c/{held.conversation_id}" if queries.is_taken(held) else f"/wait/{held.conversation_id}"


def _awake(own: Service, named: set[str]) -> list[Row]:
    """Helplines of the country that answer now, without those the operator has named already."""
    lines = [line for line in resources.awake(own.country, clock.now()) if line.name not in named]
    return rows(lines[:SHOWN])


def _other(slug: str) -> dict[str, Any]:
    """Another service as the first one's page names it: its name, its second line, how it stands."""
    spoken, now = language(slug), clock.now()
    openness = queries.openness(now, spoken, slug)
    opens = wording.opening(openness.opens_at, queries.current(slug).zone, now)
    how = wording.how_it_stands(openness.state, openness.wait_low, openness.wait_high, opens)
    return {"words": queries.words(spoken, slug), "page": page_of(slug), "how": how}


def _question(slug: str) -> dict[str, Any]:
    return {"options": wording.SAFE.items(), "mark": uuid.uuid4().hex, "talk": talk_of(slug)}


def _in_line(request: HttpRequest, slug: str, safe: str, mark: str) -> HttpResponse:
    actions.check_answer(safe=safe)
    seconds = pace.wait(safe)
    if seconds > 0:
        return _moment(request, slug, safe, mark, seconds)
    person, token, spoken = visitor(request), "", language(slug)
    if person is None:
        person, _visit, token = welcome(language=spoken)
    own = queries.current(slug)
    held = actions.ask(person=person, safe=safe, language=spoken, asked_with=mark, service=own)
    if held.person_id != person.pk:
        leave(person=person)
        token = begin_visit(person=held.person)[1]
    paused.keep_words(request, held)
    response = redirect(way_to(held))
    if token:
        give_visit(response, token)
    return response


def _moment(request: HttpRequest, slug: str, safe: str, mark: str, seconds: float) -> HttpResponse:
    """Not yet: the same answer again in a moment, not all in the same one."""
    later = math.ceil(seconds + random.uniform(1, 4))
    context = {"safe": safe, "mark": mark, "seconds": later, "talk": talk_of(slug)}
    response = render(request, "desk/moment.html", context, status=503)
    response["Retry-After"] = str(later)
    return response
