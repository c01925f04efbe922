"""The waiting room: the place is kept, the first words can be written, nothing counts down."""

import uuid
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beside.conversations import actions as conversations
from beside.conversations.models import EntryKind
from beside.conversations.queries import lines, seat_of
from beside.desk import actions, queries, wording
from beside.desk.models import Request
from beside.desk.models.line import LIVE
from beside.desk.routing import DANGER
from beside.desk.views.before import asked_of
from beside.desk.views.door import talk_of, way_to
from beside.foundation import clock
from beside.foundation.errors import DomainError
from beside.people.doors import seeker_only
from beside.people.models import Person
from beside.web import house

COMMIT_SECONDS = 10
_NOWHERE: dict[str, Any] = {
    "words": "",
    "busy": "",
    "place": "",
    "to": "",
    "ready": "",
    "gone": False,
    "danger": False,
}


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": ["'self'"]})
@seeker_only
def wait(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The place in line. POST keeps words for the listener; what could not be kept stays in the box."""
    held = queries.request_of(person, conversation_id)
    if not held.is_waiting or queries.is_taken(held):
        return _elsewhere(request, held)
    words, refusal = request.POST.get("words", ""), None
    if request.method == "POST":
        refusal = _keep_words(held, person, words, request.POST.get("id", ""))
        if refusal is None:
            return _kept(request, held)
    actions.seen(request=held)
    house.take(request, queries.house(queries.slug_of(held)))
    context = {**_line(request, held), **asked_of(request, held), "said": _said(person, held)}
    context |= {"words": words, "refusal": refusal}
    return render(request, "desk/wait.html", context, status=refusal.status if refusal else 200)


@require_safe
@csp_replace({"frame-ancestors": ["'self'"]})
@seeker_only
def standing(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """How it stands, alone: as JSON for scripts, as the frame that renews itself without them."""
    held = queries.request_of(person, conversation_id)
    actions.seen(request=held)
    context = _line(request, held)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(context["how"])
    return render(request, "desk/line_frame.html", context)


@require_POST
@csp_replace({"frame-ancestors": ["'self'"]})
@seeker_only
def distress(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """How hard is it right now? One tap on a number, or skip."""
    held = queries.request_of(person, conversation_id)
    given = request.POST.get("distress", "")
    number = int(given) if given.isascii() and given.isdecimal() else None
    if held.state not in LIVE:
        return _elsewhere(request, held)
    actions.answer_distress(request=held, person=person, distress=number)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"kept": True})
    framed = request.POST.get("framed")
    frame = "desk:questions" if framed == "questions" else "desk:standing"
    return redirect(frame if framed else "desk:wait", conversation_id)


@require_POST
@seeker_only
def departure(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Leave the line: one tap, nothing asked, nothing kept."""
    held = queries.request_of(person, conversation_id)
    if queries.is_taken(held):
        return redirect(way_to(held))
    actions.leave_line(request=held, person=person)
    return render(request, "desk/left.html", {"talk": talk_of(queries.slug_of(held))})


def _keep_words(held: Request, person: Person, words: str, mark: str) -> DomainError | None:
    seat = seat_of(person, held.conversation_id)
    try:
        conversations.say(seat=seat, words=words, client_id=mark).result(COMMIT_SECONDS)
    except DomainError as refusal:
        return refusal
    return None


def _kept(request: HttpRequest, held: Request) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"kept": True})
    return redirect("desk:wait", held.conversation_id)


def _line(request: HttpRequest, held: Request) -> dict[str, Any]:
    return {
        "held": held,
        "how": how_it_stands(held, asks_place="place" in request.GET),
        "mark": uuid.uuid4().hex,
        "in_danger": held.urgency >= DANGER,
    }


def how_it_stands(held: Request, *, asks_place: bool = False) -> dict[str, Any]:
    """A place in line as words: the range, why it is long, the place if asked, where to go in time."""
    taken = queries.is_taken(held)
    if taken or not held.is_waiting:
        return {**_NOWHERE, **(_to_the_chat(held) if taken else {"gone": True})}
    at = queries.standing_of(held)
    return {
        **_NOWHERE,
        "words": wording.wait(at.range) if at.listeners else _without_anyone(held),
        "busy": wording.busy(at.waited, at.range, at.listeners, at.people),
        "place": wording.place(at.place) if asks_place else "",
        "danger": held.urgency >= DANGER,
    }


def _without_anyone(held: Request) -> str:
    openness = queries.openness(slug=queries.slug_of(held))
    if openness.state != "closed":
        return wording.wait(None)
    return wording.nobody(wording.opening(openness.opens_at, queries.current(held).zone, clock.now()))


def _to_the_chat(held: Request) -> dict[str, Any]:
    name = queries.listener_name(held)
    return {"to": f"/c/{held.conversation_id}", "ready": _("%(name)s is ready.") % {"name": name}}


def _said(person: Person, held: Request) -> list[str]:
    seat = seat_of(person, held.conversation_id)
    return [one.words for one in lines(seat) if one.kind == EntryKind.SAID and one.mine]


def _elsewhere(request: HttpRequest, held: Request) -> HttpResponse:
    if queries.is_taken(held):
        words = request.POST.get("words", "")
        if request.method == "POST" and words:
            _keep_words(held, held.person, words, request.POST.get("id", ""))
        return redirect(way_to(held))
    context = {"expired": held.state == "expired", "talk": talk_of(queries.slug_of(held))}
    return render(request, "desk/out_of_line.html", context, status=410)
