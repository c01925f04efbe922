"""The first page and the one question: from the street into the line in two taps."""

import math
import random
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from beside.desk import actions, pace, queries, wording
from beside.desk.models import Answer, Request
from beside.foundation import clock
from beside.people.actions import begin_visit, leave, welcome
from beside.people.cookies import give_visit
from beside.people.queries import visitor
from beside.safety import resources
from beside.safety.wording import rows

CACHED_SECONDS = 60
SHOWN = 3
"""How many of those who are awake the first page names: a choice, not a list."""


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, one button, the honest wait. No cookie is set; without any it may be kept a minute."""
    response = render(request, "desk/landing.html", first_page())
    if not request.COOKIES:
        response["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Are you safe right now? Each answer gets in line; "No" gets to the front, with numbers on top."""
    person = visitor(request)
    held = queries.live_request(person) if person else None
    if held is not None:
        return redirect(way_to(held))
    if queries.openness(language=language()).state == "closed":
        return redirect("/now" if request.POST.get("safe") == Answer.NO else "desk:landing")
    if request.method != "POST":
        return render(request, "desk/talk.html", {"options": wording.SAFE.items(), "mark": uuid.uuid4().hex})
    return _in_line(request, request.POST.get("safe", ""), request.POST.get("mark", ""))


def first_page() -> dict[str, Any]:
    """What the first page shows, in the active language."""
    spoken = language()
    openness = queries.openness(language=spoken)
    awake = [] if openness.state == "open" else resources.awake(queries.service().country, clock.now())
    return {
        "first": queries.words(spoken),
        "awake": rows(awake[:SHOWN]),
        "openness": openness,
        "wait": wording.usual_wait(openness.wait_low, openness.wait_high),
        "opens": wording.opening(openness.opens_at, queries.service().zone, clock.now()),
    }


def language() -> str:
    """The line's language for this page: the reader's if the service offers it, else the service's first."""
    offered = queries.languages()
    spoken = (get_language() or "").split("-")[0]
    return spoken if spoken in offered else offered[0]


def way_to(held: Request) -> str:
    """The page of a request: the line, or the chat once somebody has taken it."""
    return f"/c/{held.conversation_id}" if queries.is_taken(held) else f"/wait/{held.conversation_id}"


def _in_line(request: HttpRequest, safe: str, mark: str) -> HttpResponse:
    actions.check_answer(safe=safe)
    seconds = pace.wait(safe)
    if seconds > 0:
        return _moment(request, safe, mark, seconds)
    person, token = visitor(request), ""
    if person is None:
        person, _visit, token = welcome(language=language())
    held = actions.ask(person=person, safe=safe, language=language(), asked_with=mark)
    if held.person_id != person.pk:
        leave(person=person)
        token = begin_visit(person=held.person)[1]
    response = redirect(way_to(held))
    if token:
        give_visit(response, token)
    return response


def _moment(request: HttpRequest, safe: str, mark: str, seconds: float) -> HttpResponse:
    """Not yet: the same answer again in a moment, not all in the same one."""
    later = math.ceil(seconds + random.uniform(1, 4))
    context = {"safe": safe, "mark": mark, "seconds": later}
    response = render(request, "desk/moment.html", context, status=503)
    response["Retry-After"] = str(later)
    return response
