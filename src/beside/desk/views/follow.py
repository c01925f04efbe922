"""A line promised for later, as the person sees it: the question, what was agreed, and the line itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beside.conversations.queries import seat_of
from beside.desk import actions
from beside.desk.actions.follow_up import words_of
from beside.desk.models import Chat
from beside.desk.queries import aftercare
from beside.foundation.errors import NotForYou
from beside.people.doors import seeker_only
from beside.people.models import Person


@require_http_methods(["GET", "POST"])
@seeker_only
def follow(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Yes, no, or no after all: one page, no reason asked. Nothing is promised without the yes."""
    seat = seat_of(person, conversation_id)
    chat = Chat.objects.select_related("conversation", "listener").filter(conversation=seat.conversation)
    held = chat.first()
    if held is None:
        raise NotForYou()
    if request.method == "POST":
        actions.answer_follow_up(chat=held, person=person, yes=request.POST.get("answer") == "yes")
        return redirect("desk:follow", conversation_id)
    context = {
        "conversation": seat.conversation,
        "listener": held.listener,
        "follow_up": aftercare.follow_up_of(held),
        "words": words_of(chat=held, person=person),
    }
    return render(request, "desk/after/follow.html", context)
