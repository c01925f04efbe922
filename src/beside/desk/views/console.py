"""The console, and the fragments of it that are fetched again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from beside.desk import actions
from beside.desk.actions.beside import take_over_beside
from beside.desk.models import Chat, EndReason, Offer
from beside.desk.queries import chat_of, wrap_ups_due
from beside.desk.queries.board import Board, board_of
from beside.desk.queries.doors import not_open
from beside.desk.queries.panes import colleagues, handed_over, pane, shell
from beside.desk.queries.rail import line_of, offered_of, shift_of, take_of
from beside.foundation import clock
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person


@require_GET
@gzip_page  # forty lines of two chats; Django pads the answer at random, so its length tells nothing (BREACH)
@staff_only(*AT_THE_DESK)
def live(request: HttpRequest, person: Person) -> HttpResponse:
    """The line, up to two chats, the panel."""
    return console(request, person)


@require_GET
@staff_only(*AT_THE_DESK)
def line(request: HttpRequest, person: Person) -> HttpResponse:
    """The rail alone, on every hint and every fifteen seconds. `shown` names the chats on the page."""
    return _rail(request, person, board_of(person))


@require_POST
@staff_only(*AT_THE_DESK)
def next_one(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask for the first in line that this person may take."""
    try:
        actions.take_next(listener=person)
    except DomainError as refusal:
        return _answer(request, person, refusal)
    return _answer(request, person)


@require_POST
@staff_only(*AT_THE_DESK)
def acceptance(request: HttpRequest, person: Person, offer_id: int) -> HttpResponse:
    """Take who was offered."""
    offer = get_object_or_404(
        Offer.objects.select_related("request__conversation"), pk=offer_id, listener=person
    )
    try:
        chat = actions.accept(offer=offer, listener=person)
    except DomainError as refusal:
        return console(request, person, problem=refusal)
    take_over_beside(conversation=chat.conversation, actor=person)
    return redirect(f"/desk/live?at={chat.conversation_id}")


@require_POST
@staff_only(*AT_THE_DESK)
def refusal(request: HttpRequest, person: Person, offer_id: int) -> HttpResponse:
    """Leave it for a colleague."""
    offer = get_object_or_404(Offer, pk=offer_id, listener=person)
    actions.decline(offer=offer, listener=person)
    return _answer(request, person)


@require_GET
@staff_only(*AT_THE_DESK)
def risk(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """What was read in the person's words, with the chip above the chat. 286 tells htmx that this is over."""
    try:
        chat = shell(chat_of(person, conversation_id))
    except NotForYou:
        return HttpResponse(status=286, headers={"HX-Reswap": "none"})
    return render(request, "desk/console/_risk_swap.html", {"chat": chat})


def console(
    request: HttpRequest,
    person: Person,
    *,
    problem: DomainError | None = None,
    kept: dict[str, str] | None = None,
) -> HttpResponse:
    """The whole page. `kept`: words that could not be sent, by "conversation:box", to go back there."""
    now, kept = board_of(person), kept or {}
    chats = [_pane(row.chat, person, kept, request.GET.get("whole", "")) for row in now.mine]
    at = _at(request, chats)
    _activate(chats, at)
    context = {
        **_parts(person, now),
        "chats": chats,
        "at": at,
        "where": at if at in {"line", "panel"} else "chat",
        "now": clock.now(),
        "colleagues": colleagues(now, person),
        "reasons": EndReason.choices,
        "problem": problem,
        "unsent": _unsent(kept, chats),
    }
    return render(request, "desk/console/live.html", context, status=problem.status if problem else 200)


def _answer(request: HttpRequest, person: Person, problem: DomainError | None = None) -> HttpResponse:
    """The rail for htmx, the page for a plain form."""
    if "HX-Request" in request.headers:
        return _rail(request, person, board_of(person), problem)
    return console(request, person, problem=problem) if problem else redirect("/desk/live?at=line")


def _rail(
    request: HttpRequest, person: Person, now: Board, problem: DomainError | None = None
) -> HttpResponse:
    context = {**_parts(person, now), "problem": problem}
    if "shown" in request.GET:
        shown = request.GET["shown"].split()
        context["arrived"] = [
            shell(row.chat) for row in now.mine if str(row.chat.conversation_id) not in shown
        ]
        context["departed"] = [shell(chat) for chat in handed_over(person, shown)]
    return render(request, "desk/console/_line.html", context)


def _parts(person: Person, now: Board) -> dict[str, Any]:
    return {
        "person": person,
        "shift": shift_of(now),
        "line": line_of(now),
        "take": take_of(now),
        "offer": offered_of(now),
        "due": [shell(chat) for chat in wrap_ups_due(person)],
        "doors": not_open(),
    }


def _pane(chat: Chat, person: Person, kept: dict[str, str], whole: str) -> dict[str, Any]:
    shown = pane(chat, person, whole=whole == str(chat.conversation_id))
    boxes = ("reply", "note", "question")
    return {**shown, "typed": {box: kept.get(f"{shown['key']}:{box}", "") for box in boxes}}


def _unsent(kept: dict[str, str], chats: list[dict[str, Any]]) -> list[str]:
    """Words whose chat is no longer on the page: shown to be copied, never dropped."""
    here = {chat["key"] for chat in chats}
    return [words for key, words in kept.items() if words and key.partition(":")[0] not in here]


def _activate(chats: list[dict[str, Any]], at: str) -> None:
    """The chat that owns the panel: the one the address names, else the first."""
    for chat in chats:
        chat["active"] = chat["key"] == at or (at in {"line", "panel"} and chat is chats[0])


def _at(request: HttpRequest, chats: list[dict[str, Any]]) -> str:
    """Which pane a narrow screen shows, and which chat is active: from the address, else the first chat."""
    at = request.GET.get("at", "")
    known = {"line", "panel", *(chat["key"] for chat in chats)}
    return at if at in known else chats[0]["key"] if chats else "line"
