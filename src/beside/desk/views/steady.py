"""When a chat is too much: one message at a time for a while, and as usual again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from beside.desk.actions.steady import let_write, slow_down
from beside.desk.models import Chat
from beside.desk.queries import chat_of
from beside.desk.queries.panes import shell
from beside.desk.queries.steady import pace_of
from beside.desk.views.console import console
from beside.foundation.errors import DomainError, Invalid
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person

ACTS = {"slow": slow_down, "usual": let_write}


@require_POST
@staff_only(*AT_THE_DESK)
def pace(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """How fast the person may write: `act` is slow or usual. What is refused is said in its place."""
    chat = chat_of(person, conversation_id)
    problem = _act(request, person, chat)
    if "HX-Request" in request.headers:  # htmx swaps nothing in but what went well
        context = {"chat": shell(chat), "pace": pace_of(chat), "problem": problem}
        return render(request, "desk/console/course/_pace.html", context)
    return console(request, person, problem=problem) if problem else redirect("/desk/live?at=panel")


def _act(request: HttpRequest, person: Person, chat: Chat) -> DomainError | None:
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Invalid(_("Choose what is to be done."))
        act(conversation=chat.conversation, actor=person)
    except Invalid as refusal:
        return refusal
    return None
