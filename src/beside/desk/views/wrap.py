"""After a chat: the short record, and what is left to see of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.conversations import pages
from beside.conversations.queries import lines
from beside.desk import actions
from beside.desk.actions.after import answers_of, note_of
from beside.desk.actions.follow_up import HOURS
from beside.desk.actions.past import read_past
from beside.desk.forms.wrap import SUICIDE, DraftForm, WrapForm, initial
from beside.desk.models import Chat
from beside.desk.queries import aftercare, chat_of, cues, wrap_up_of
from beside.desk.queries.panes import backstage, past_chat, shell, words_of
from beside.desk.queries.record import fields_of
from beside.foundation.errors import Closed, DomainError
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def wrap(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The wrap-up of an ended chat. What was typed stays on the page when something is missing."""
    chat = chat_of(person, conversation_id)
    if chat.is_running:
        return redirect(f"/desk/live?at={conversation_id}")
    if request.method == "GET":
        return _page(request, person, chat, WrapForm(initial=_kept(person, chat), **_asked(chat)))
    form = WrapForm(request.POST, **_asked(chat))
    if not form.is_valid():
        return _page(request, person, chat, form, status=422)
    try:
        actions.wrap_up(chat=chat, actor=person, **form.given)
    except DomainError as refusal:
        return _page(request, person, chat, form, refusal, status=refusal.status)
    offered = aftercare.debrief_offered(person)
    return redirect("desk:debrief", conversation_id) if offered == chat else redirect("desk:home")


@require_POST
@staff_only(*AT_THE_DESK)
def draft(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Keep what is on the page so far."""
    chat = chat_of(person, conversation_id)
    form = DraftForm(request.POST, **_asked(chat))
    if form.is_valid():
        given = form.given
        answer = given.pop(SUICIDE, "")
        actions.draft_wrap_up(chat=chat, actor=person, **given)
        if answer:
            actions.record_question(chat=chat, actor=person, answer=answer)
    return HttpResponse(status=204 if form.is_valid() else 422)


@require_GET
@staff_only(*AT_THE_DESK)
def past(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """An own chat of the last days: the words until 24 hours after the end, then the shell."""
    chat = past_chat(person, conversation_id)
    context: dict[str, Any] = {"person": person, "chat": shell(chat), "own": chat.listener_id == person.pk}
    seat = words_of(chat, person)
    if seat is not None:
        read_past(chat=chat, actor=person)
        shown = backstage(person, chat.conversation)
        rows = pages.rows(lines(seat))
        context |= {
            "seat": seat,
            "rows": rows,
            "seen": seat.conversation.head,
            "conversation": seat.conversation,
        }
        context |= {"asides": [*shown.asides, *shown.others], "note": shown.note}
    return render(request, "desk/console/past.html", context)


def _kept(person: Person, chat: Chat) -> dict[str, Any]:
    record = wrap_up_of(person, chat)
    question = cues.question_of(chat)
    asked, urgency = question.answer if question else "", chat.request.urgency
    if record is None:
        return initial(None, "", {}, urgency, asked)
    return initial(record, note_of(record), answers_of(record), urgency, asked)


def _asked(chat: Chat) -> dict[str, Any]:
    """What the form has to ask about this chat."""
    return {"fields": fields_of(chat), "asks": cues.is_cued(chat) or cues.question_of(chat) is not None}


def _page(
    request: HttpRequest,
    person: Person,
    chat: Chat,
    form: DraftForm,
    problem: DomainError | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    record = wrap_up_of(person, chat)
    if record is None and chat.listener_id != person.pk:
        problem = problem or Closed("")
    context = {"person": person, "chat": shell(chat), "form": form, "record": record, "problem": problem}
    context |= {
        "follow_up": aftercare.follow_up_of(chat),
        "hours": HOURS,
        "own": chat.listener_id == person.pk,
    }
    return render(request, "desk/console/wrap.html", context, status=status)
