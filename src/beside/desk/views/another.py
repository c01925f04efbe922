"""Asking for someone else: a page that asks once more, and the act."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beside.conversations.queries import seat_of
from beside.desk import actions
from beside.people.doors import seeker_only
from beside.people.models import Person


@require_http_methods(["GET", "POST"])
@seeker_only
def another(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Someone else, please: no reason is asked, and nobody is told off."""
    seat = seat_of(person, conversation_id)
    if request.method == "POST":
        actions.ask_for_another(conversation=seat.conversation, person=person)
        return redirect("conversations:chat", conversation_id)
    return render(request, "desk/another.html", {"conversation": seat.conversation})
