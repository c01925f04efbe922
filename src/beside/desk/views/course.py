"""What goes on in a chat beside the words: phase, time, marks and facts, numbers of other helplines."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.desk import actions
from beside.desk.actions.beside import QUESTION, write_beside
from beside.desk.actions.course import set_phase
from beside.desk.actions.marks import mark_line, pin_fact, take_off
from beside.desk.actions.sharing import share
from beside.desk.models import Chat
from beside.desk.queries import chat_of, directory, nudges
from beside.desk.queries.panes import backstage, shell
from beside.foundation.errors import DomainError, Invalid, NotForYou
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role

COMMIT_SECONDS = 10


@require_GET
@staff_only(*AT_THE_DESK)
def course(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """What the listener should know of this chat now. 286 tells htmx that this is over."""
    try:
        chat = chat_of(person, conversation_id)
    except NotForYou:
        return HttpResponse(status=286, headers={"HX-Reswap": "none"})
    context = {"chat": {**shell(chat), "course": nudges.beside(chat)}, "swap": True}
    return render(request, "desk/console/course/_nudges.html", context)


@require_POST
@staff_only(*AT_THE_DESK)
def phase(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Remember which part of the chat this is."""
    chat = chat_of(person, conversation_id)
    set_phase(conversation=chat.conversation, actor=person, phase=request.POST.get("phase", ""))
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def facts(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The pinned facts and the marks; `act` pins, marks, or takes one off. 286: htmx need not ask again."""
    try:
        chat = chat_of(person, conversation_id)
    except NotForYou:
        if request.method == "GET" and "HX-Request" in request.headers:
            return HttpResponse(status=286, headers={"HX-Reswap": "none"})
        raise
    problem = _note(request, person, chat) if request.method == "POST" else None
    if request.method == "POST" and "HX-Request" not in request.headers and problem is None:
        return redirect("/desk/live?at=panel")
    beside = backstage(person, chat.conversation)
    context = {"chat": {**shell(chat), "backstage": beside}, "problem": problem, "person": person}
    page = "_facts" if "HX-Request" in request.headers else "facts"
    # htmx swaps nothing in but what went well: a refusal is shown in its place all the same
    status = problem.status if problem and page == "facts" else 200
    return render(request, f"desk/console/course/{page}.html", context, status=status)


@require_GET
@staff_only(*AT_THE_DESK)
def resources(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Search the directory: the results for htmx, a page of its own without scripts."""
    chat = chat_of(person, conversation_id)
    return _found(request, person, chat)


@require_POST
@staff_only(*AT_THE_DESK)
def shares(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Share one line of the directory in the chat."""
    chat, given = chat_of(person, conversation_id), request.POST
    try:
        share(
            conversation=chat.conversation,
            actor=person,
            code=given.get("code", ""),
            mark=given.get("mark", "") or uuid.uuid4().hex,
        )
    except Invalid as refusal:
        return _found(request, person, chat, refusal)
    if "HX-Request" in request.headers:
        return _found(request, person, chat)
    return redirect(f"/desk/live?at={conversation_id}")


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def time(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """How long this chat goes. A supervisor gives more; who listens asks for it."""
    chat, problem = chat_of(person, conversation_id), None
    if request.method == "POST":
        problem = _more_time(request, person, chat)
        if problem is None:
            return redirect(
                "desk:live" if chat.listener_id != person.pk else f"/desk/live?at={conversation_id}"
            )
    context = {
        "chat": {**shell(chat), "course": {"time": nudges.time_of(chat)}},
        "gives": person.has_role(Role.SUPERVISOR),
        "mark": uuid.uuid4().hex,
        "problem": problem,
        "person": person,
    }
    status = problem.status if problem else 200
    return render(request, "desk/console/course/time.html", context, status=status)


def _more_time(request: HttpRequest, person: Person, chat: Chat) -> DomainError | None:
    given = request.POST.get("given", "")
    try:
        if person.has_role(Role.SUPERVISOR):
            times = int(given) if given.isascii() and given.isdecimal() else None
            actions.extend(conversation=chat.conversation, actor=person, given=times)
        else:
            _ask_for_time(person, chat, request.POST.get("mark", "") or uuid.uuid4().hex)
    except DomainError as refusal:
        return refusal
    return None


def _ask_for_time(person: Person, chat: Chat, mark: str) -> None:
    asked = write_beside(
        conversation=chat.conversation,
        actor=person,
        style=QUESTION,
        words=gettext("May this chat have more time?"),
        beside=chat.conversation.head,
        client_id=mark,
    )
    asked.result(COMMIT_SECONDS)


def _note(request: HttpRequest, person: Person, chat: Chat) -> DomainError | None:
    given = request.POST
    which: dict[str, Any] = {
        "conversation": chat.conversation,
        "actor": person,
        "client_id": given.get("mark_id", "") or uuid.uuid4().hex,
    }
    try:
        if given.get("act") == "pin":
            pin_fact(words=given.get("words", ""), **which).result(COMMIT_SECONDS)
        elif given.get("act") == "mark":
            at = _whole(given.get("position"))
            mark_line(position=at, mark=given.get("mark", ""), **which).result(COMMIT_SECONDS)
        elif given.get("act") == "off":
            take_off(position=_whole(given.get("position")), **which).result(COMMIT_SECONDS)
        else:
            raise Invalid(_("Choose what is to be done."))
    except NotForYou:
        raise
    except DomainError as refusal:
        return refusal
    return None


def _found(
    request: HttpRequest, person: Person, chat: Chat, problem: DomainError | None = None
) -> HttpResponse:
    words = (request.POST if request.method == "POST" else request.GET).get("q", "")[:80]
    context = {
        "chat": shell(chat),
        "found": directory.found(chat, words),
        "asked": words,
        "problem": problem,
        "person": person,
    }
    page = "_found" if "HX-Request" in request.headers else "resources"
    status = problem.status if problem and page == "resources" else 200
    return render(request, f"desk/console/course/{page}.html", context, status=status)


def _whole(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else 0
