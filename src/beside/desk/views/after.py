"""After the chat: one plain question, the number asked at the start, what there is tonight."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beside.conversations.models import Conversation
from beside.conversations.queries import seat_of
from beside.desk import actions
from beside.desk.models import Request
from beside.desk.queries.aftercare import follow_up_at
from beside.people.doors import seeker_only
from beside.people.models import Person

_STEPS = ("helped", "distress", "rest")


@require_http_methods(["GET", "POST"])
@seeker_only
def after(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """One question a page; each answer leads to the next, and "skip" is an answer too."""
    seat = seat_of(person, conversation_id)
    asked = Request.objects.filter(conversation=seat.conversation).first()
    steps = [one for one in _STEPS if one != "distress" or (asked and asked.distress_before is not None)]
    step = request.GET.get("step", steps[0])
    step = step if step in steps else steps[0]
    if request.method == "POST":
        _keep(person, seat.conversation, step, request.POST.get("answer", ""))
        return redirect(f"{request.path}?step={steps[min(steps.index(step) + 1, len(steps) - 1)]}")
    if step != "rest":
        actions.asked_after(conversation=seat.conversation, person=person, question=step)
    context: dict[str, Any] = {"conversation": seat.conversation, "step": step, "numbers": range(11)}
    context["follow_up"] = follow_up_at(seat.conversation)
    return render(request, "desk/after.html", context)


def _keep(person: Person, conversation: Conversation, step: str, answer: str) -> None:
    helped = answer if step == "helped" else ""
    distress = int(answer) if step == "distress" and answer.isdecimal() else None
    if helped or distress is not None:
        actions.answer_after(conversation=conversation, person=person, helped=helped, distress=distress)
