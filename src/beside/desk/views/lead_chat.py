"""One chat as a supervisor sees it: read along unseen, a word to the listener, step in, take over."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.models import Voice
from beside.desk import actions
from beside.desk.actions import beside, supervision
from beside.desk.models import Chat
from beside.desk.queries import chat_of
from beside.desk.queries.panes import pane
from beside.desk.queries.supervision import chat_for, help_of, voice_of
from beside.foundation.errors import Closed, DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role

COMMIT_SECONDS = 10


@require_GET
@staff_only(Role.SUPERVISOR)
def chat(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Read along. One's own chat is on the console."""
    found = chat_for(person, conversation_id)
    if found.listener_id == person.pk:
        return redirect(f"/desk/live?at={conversation_id}")
    supervision.read_along(conversation=found.conversation, actor=person)
    beside.sit_beside(conversation=found.conversation, actor=person)
    return _page(request, person, found)


@require_GET
@staff_only(Role.SUPERVISOR)
def log(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The log as it stands, when it is not what the page has already. 286 tells htmx that it is over."""
    try:
        found = chat_for(person, conversation_id)
    except NotForYou:
        return HttpResponse(status=286, headers={"HX-Reswap": "none", "HX-Refresh": "true"})
    context = _context(person, found)
    if context["mark"] == request.GET.get("mark"):
        return HttpResponse(status=204)
    return render(request, "desk/lead/_log.html", context)


@require_POST
@staff_only(Role.SUPERVISOR)
def whisper(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """A word to the listener. Refused words go back into their box."""
    found, words = chat_for(person, conversation_id), request.POST.get("words", "")
    mark = request.POST.get("id", "") or uuid.uuid4().hex
    try:
        supervision.whisper(
            conversation=found.conversation, actor=person, words=words, client_id=mark[:64]
        ).result(COMMIT_SECONDS)
    except DomainError as refusal:
        return _page(request, person, found, refusal)
    return redirect("desk:lead_chat", conversation_id)


@require_POST
@staff_only(Role.SUPERVISOR)
def words(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Say something to both, once one has stepped in."""
    found, said = chat_for(person, conversation_id), request.POST.get("words", "")
    mark = request.POST.get("id", "") or uuid.uuid4().hex
    try:
        if voice_of(person, found.conversation) != Voice.SPEAKS:
            raise Closed(_("Step in first: nobody in this chat hears you yet."))
        seat = conversation_queries.seat_of(person, conversation_id)
        conversations.say(seat=seat, words=said, client_id=mark[:64]).result(COMMIT_SECONDS)
    except DomainError as refusal:
        return _page(request, person, found, refusal)
    return redirect("desk:lead_chat", conversation_id)


@require_POST
@staff_only(Role.SUPERVISOR)
def presence(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Step in, or out again."""
    found = chat_for(person, conversation_id)
    act = supervision.step_in if request.POST.get("in") == "1" else supervision.step_out
    try:
        act(conversation=found.conversation, actor=person)
    except DomainError as refusal:
        return _page(request, person, found, refusal)
    return redirect("desk:lead_chat", conversation_id)


@require_POST
@staff_only(Role.SUPERVISOR)
def ownership(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Take over, with a reason."""
    found, reason = chat_for(person, conversation_id), request.POST.get("reason", "")
    try:
        supervision.take_over(conversation=found.conversation, actor=person, reason=reason)
    except DomainError as refusal:
        return _page(request, person, found, refusal)
    return redirect(f"/desk/live?at={conversation_id}")


@require_POST
@staff_only(Role.SUPERVISOR)
def departure(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Read no more."""
    found = chat_for(person, conversation_id)
    supervision.look_away(conversation=found.conversation, actor=person)
    return redirect("desk:lead")


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def help_(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """How it stands with help in one's chat; asking for it, or taking that back."""
    found = chat_of(person, conversation_id)
    if request.method == "POST":
        act = actions.raise_hand if request.POST.get("on") == "1" else actions.lower_hand
        act(conversation=found.conversation, actor=person)
        if "HX-Request" not in request.headers:
            return redirect(f"/desk/live?at={conversation_id}")
        found.refresh_from_db()
    shown = {"id": conversation_id, "help": help_of(found), "running": found.is_running}
    return render(request, "desk/lead/_help.html", {"chat": shown})


def _page(
    request: HttpRequest, person: Person, chat: Chat, problem: DomainError | None = None
) -> HttpResponse:
    context = {**_context(person, chat), "problem": problem, "typed": request.POST if problem else {}}
    return render(request, "desk/lead/chat.html", context, status=problem.status if problem else 200)


def _context(person: Person, chat: Chat) -> dict[str, Any]:
    """Whoever has no place in the chat yet, or no more, reads along: that is in the trail."""
    if voice_of(person, chat.conversation) == Voice.NONE:
        supervision.read_along(conversation=chat.conversation, actor=person)
    shown, inside = pane(chat, person), voice_of(person, chat.conversation) == Voice.SPEAKS
    heads = (shown["head"], shown["backstage"].head, inside, shown["hand"], shown["level"].key)
    return {
        "chat": shown,
        "person": person,
        "inside": inside,
        "help": help_of(chat),
        "mark": "-".join(map(str, heads)),
        "fresh": uuid.uuid4().hex,
    }
