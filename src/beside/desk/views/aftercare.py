"""Looking after those who listen: a talk after danger, the supervisor’s page, lines promised."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.desk import actions
from beside.desk.actions.follow_up import HOURS, MOST_WORDS
from beside.desk.models import Debrief
from beside.desk.queries import aftercare, chat_of, exposure
from beside.desk.queries.panes import past_chat, shell
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role
from beside.people.queries import member


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def debrief(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """After a hard chat: ten minutes with a supervisor, or no; both are written down."""
    chat = past_chat(person, conversation_id)
    if not aftercare.carried(chat, person):
        raise NotForYou()
    if request.method == "POST" and not chat.is_running:
        actions.answer_debrief(chat=chat, person=person, wanted=request.POST.get("wanted") == "1")
        return redirect("desk:home")
    held = aftercare.debrief_of(chat, person)
    rest = exposure.of(person).cools_until
    context = {"person": person, "chat": shell(chat), "held": held, "rest": rest}
    return render(request, "desk/after/debrief.html", context)


@require_GET
@staff_only(Role.SUPERVISOR)
def care(request: HttpRequest, person: Person) -> HttpResponse:
    """Who would like to talk, who rests, who owes a record, which lines are promised."""
    return render(request, "desk/after/care.html", _care(person))


@require_POST
@staff_only(Role.SUPERVISOR)
def met(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The talk about a chat has been."""
    chat = chat_of(person, conversation_id)
    for held in Debrief.objects.filter(chat=chat, wanted=True).exclude(person=person):
        actions.met(debrief=held, actor=person)
    return redirect("desk:care")


@require_POST
@staff_only(Role.SUPERVISOR)
def deferral(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Let a record wait until tomorrow."""
    try:
        actions.defer_wrap_up(chat=chat_of(person, conversation_id), actor=person)
    except DomainError as refusal:
        return render(
            request, "desk/after/care.html", {**_care(person), "problem": refusal}, status=refusal.status
        )
    return redirect("desk:care")


@require_POST
@staff_only(Role.SUPERVISOR)
def easing(request: HttpRequest, person: Person, member_id: UUID) -> HttpResponse:
    """Let a colleague take people again before their rest is over."""
    actions.ease(person=member(member_id), actor=person)
    return redirect("desk:care")


@require_POST
@staff_only(*AT_THE_DESK)
def follow_up(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Offer to write again in so many hours, or take the offer back (nothing chosen)."""
    chat, hours = chat_of(person, conversation_id), request.POST.get("hours", "")
    if hours:
        in_hours = int(hours) if hours.isdecimal() else 0
        actions.propose_follow_up(chat=chat, actor=person, hours=in_hours)
    else:
        actions.drop_follow_up(chat=chat, actor=person)
    return redirect("desk:wrap", conversation_id)


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def promised(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Write the promised line. What was typed stays on the page when it is refused."""
    chat, words = chat_of(person, conversation_id), request.POST.get("words", "")
    context: dict[str, Any] = {
        "person": person,
        "chat": shell(chat),
        "follow_up": aftercare.follow_up_of(chat),
        "words": words,
        "most": MOST_WORDS,
        "hours": HOURS,
    }
    if request.method == "GET":
        return render(request, "desk/after/promised.html", context)
    try:
        actions.write_follow_up(chat=chat, actor=person, words=words)
    except DomainError as refusal:
        context |= {"problem": refusal}
        return render(request, "desk/after/promised.html", context, status=refusal.status)
    return redirect("desk:care" if person.has_role(Role.SUPERVISOR) else "desk:home")


def _care(person: Person) -> dict[str, Any]:
    found = aftercare.care_of(person)
    return {
        "person": person,
        "debriefs": found.debriefs,
        "resting": found.resting,
        "owed": [shell(chat) for chat in found.owed],
        "follow_ups": found.follow_ups,
    }
