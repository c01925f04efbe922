"""Before the chat: the questions of the waiting room, one at a time, and whom somebody would like to meet."""

import uuid
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beside.conversations.queries import seat_of
from beside.desk import actions, queries
from beside.desk.models import Request
from beside.desk.models.line import LIVE
from beside.desk.queries import waiting_room
from beside.desk.queries.service import NUMBER
from beside.foundation.errors import NotForYou
from beside.people.doors import seeker_only
from beside.people.models import Person
from beside.people.queries import blocked_by


@require_http_methods(["GET", "HEAD", "POST"])
@csp_replace({"frame-ancestors": ["'self'"]})
@seeker_only
def questions(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The next question, alone in its frame for pages without scripts. POST answers or skips one."""
    held = queries.request_of(person, conversation_id)
    if request.method == "POST" and held.state in LIVE:
        actions.answer_question(
            request=held,
            person=person,
            question=request.POST.get("question", ""),
            answer=request.POST.get("answer", ""),
            mark=request.POST.get("id", ""),
        )
        return answered(request, held)
    return render(request, "desk/before/frame.html", {"held": held, **asked_of(request, held)})


@require_POST
@csp_replace({"frame-ancestors": ["'self'"]})
@seeker_only
def listener(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The same listener as last time, a fresh start, or no matter who."""
    held = queries.request_of(person, conversation_id)
    if held.state in LIVE:
        choice = request.POST.get("answer", "")
        actions.choose_listener(request=held, person=person, choice=choice)
    return answered(request, held)


@require_POST
@seeker_only
def nobody_left_out(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Take back whom one did not want to meet."""
    held = queries.request_of(person, conversation_id)
    actions.leave_out_nobody(person=person)
    return redirect("desk:wait", held.conversation_id)


@require_http_methods(["GET", "POST"])
@seeker_only
def left_out(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Not with this listener again: asked once more, then done. No reason is asked."""
    seat = seat_of(person, conversation_id)
    held = queries.request_of(person, conversation_id)
    name = queries.listener_name(held)
    if not name:
        raise NotForYou()
    context = {"conversation": seat.conversation, "name": name, "done": False}
    if request.method == "POST":
        actions.leave_out(conversation=seat.conversation, person=person)
        context["done"] = True
    return render(request, "desk/before/left_out.html", context)


def answered(request: HttpRequest, held: Request) -> HttpResponse:
    """After an answer: a word for scripts, the next question in the frame, else the waiting room."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"kept": True})
    framed = request.POST.get("framed")
    return redirect("desk:questions" if framed else "desk:wait", held.conversation_id)


def asked_of(request: HttpRequest, held: Request) -> dict[str, Any]:
    """The questions that are still open, or all of them again; who listened last time, if they were not asked
    about yet.
    """
    again = "again" in request.GET
    every = queries.questions(held.service_id or NUMBER)
    asked = every if again else queries.unanswered(held)
    before = queries.listener_before(held)
    return {
        "before": before if before and (again or not waiting_room.has_chosen(held)) else None,
        "asked": asked,
        "questions": len(every),
        "mark": uuid.uuid4().hex,
        "numbers": range(11),
        "left_out": len(blocked_by(held.person)),
    }
