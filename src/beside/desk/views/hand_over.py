"""Handing over: the listener's form and strip, and the person's answer."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from beside.conversations.queries import seat_of
from beside.desk import actions
from beside.desk.actions.beside import tell_who_carries_on
from beside.desk.models import HandOver, Target
from beside.desk.models.hand_over import ROLES
from beside.desk.queries import chat_of, hand_overs, handing
from beside.desk.queries.board import board_of
from beside.desk.queries.panes import colleagues, shell
from beside.desk.views.console import console
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou
from beside.people.doors import seeker_only, staff_only
from beside.people.models import AT_THE_DESK, Person
from beside.people.queries import member

COMMIT_SECONDS = 10


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def transfer(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Choose who can carry on, and write two lines for them. The person is asked first."""
    chat, given = chat_of(person, conversation_id), request.POST
    context: dict[str, Any] = {
        "chat": {**shell(chat), "mark": given.get("mark") or uuid4().hex},
        "colleagues": colleagues(board_of(person), person),
        "person": person,
        "given": given,
    }
    if request.method == "GET":
        return render(request, "desk/console/transfer.html", context)
    try:
        going = _ask(request, person, conversation_id)
        _write(request, person, going)
    except DomainError as refusal:
        context |= {"problem": refusal, "words": given.get("words", "")}
        return render(request, "desk/console/transfer.html", context, status=refusal.status)
    return _back(conversation_id)


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def under_way(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """What is under way, for the strip above the chat, and its buttons. 286 tells htmx that this is over."""
    try:
        chat = chat_of(person, conversation_id)
        if request.method == "POST":
            _act(request.POST.get("do", ""), chat.conversation, person)
    except NotForYou:
        if request.method == "POST":
            raise
        return HttpResponse(status=286, headers={"HX-Reswap": "none"})
    except DomainError as refusal:
        return console(request, person, problem=refusal)
    if request.method == "POST":
        return _back(conversation_id)
    shown = {**shell(chat), "handing": handing.strip(chat, person)}
    return render(request, "desk/hand_over/_strip.html", {"chat": shown})


@require_http_methods(["GET", "POST"])
@seeker_only
def answer(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The person's yes or no. What is not asked any more leads back to the chat."""
    seat = seat_of(person, conversation_id)
    going = hand_overs.question_of(conversation_id)
    if request.method == "GET" and going is not None:
        sentence, both = handing.question(going)
        about = {"conversation": seat.conversation, "listener": going.chat.listener}
        return render(request, "desk/hand_over/question.html", {**about, "sentence": sentence, "both": both})
    said = request.POST.get("answer", "")
    if going is not None and said in {"yes", "no"}:
        with suppress(Closed):  # it may have ended this very moment: the chat says so
            actions.answer_hand_over(conversation=seat.conversation, person=person, agrees=said == "yes")
    return redirect("conversations:chat", conversation_id)


def _ask(request: HttpRequest, person: Person, conversation_id: UUID) -> HandOver:
    given, conversation = request.POST, chat_of(person, conversation_id).conversation
    to = given.get("to", "")
    known = to in {Target.LINE, *ROLES}
    return actions.ask_to_hand_over(
        conversation=conversation,
        actor=person,
        target=to if known else Target.PERSON,
        to=None if known else _named(to),
        warm=given.get("how") == "warm",
        mark=given.get("mark", "")[:64],
    )


def _write(request: HttpRequest, person: Person, going: HandOver) -> None:
    words = request.POST.get("words", "").strip()
    if words:
        tell_who_carries_on(
            conversation=going.chat.conversation,
            actor=person,
            words=words,
            hand_over=going.pk,
            client_id=f"handing-{going.pk}",
        ).result(COMMIT_SECONDS)


def _act(name: str, conversation: Any, person: Person) -> None:
    verbs = {
        "words": actions.agreed_in_words,
        "off": actions.call_off,
        "alone": actions.carry_on_alone,
    }
    if name not in verbs:
        raise Invalid(_("Choose one of the buttons."))
    verbs[name](conversation=conversation, actor=person)


def _named(given: str) -> Person:
    try:
        return member(UUID(given))
    except ValueError as wrong:
        raise Invalid(_("Choose a colleague.")) from wrong


def _back(conversation_id: UUID) -> HttpResponse:
    return redirect(f"/desk/live?at={conversation_id}")
