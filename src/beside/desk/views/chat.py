"""What is done with one chat: words, notes, the card with numbers, the end."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beside.conversations import actions as conversations
from beside.conversations import frames, queries
from beside.conversations.drafts import Written
from beside.desk import actions
from beside.desk.actions import beside
from beside.desk.models import EndReason
from beside.desk.queries import chat_of
from beside.desk.queries.abuse import pause_ahead
from beside.desk.queries.panes import backstage, shell
from beside.desk.views.console import console
from beside.foundation.errors import Closed, DomainError
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role

COMMIT_SECONDS = 10
CARD = "crisis"


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def lines(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The frames after a position, and saying something, for a page whose socket is lost."""
    seat = queries.seat_of(person, conversation_id)
    if request.method == "GET":
        seen = queries.since(seat, _whole(request.GET.get("after")))
        return JsonResponse([frames.of(conversation_id, line) for line in seen], safe=False)
    mark = request.POST.get("mark", "")
    about = {"c": str(conversation_id), "id": mark}
    try:
        said = _say(request, person, conversation_id)
    except DomainError as refusal:
        return JsonResponse({"t": "no", **about, "code": refusal.code, "why": str(refusal)})
    return JsonResponse({"t": "said", **about, "p": said.position})


@require_POST
@staff_only(*AT_THE_DESK)
def said(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """The reply as a plain form. Refused words go back into their box."""
    try:
        _say(request, person, conversation_id)
    except DomainError as refusal:
        kept = {f"{conversation_id}:reply": request.POST.get("words", "")}
        return console(request, person, problem=refusal, kept=kept)
    return _back(conversation_id)


@require_POST
@staff_only(*AT_THE_DESK)
def aside(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """A note beside a line, or a line to the supervisors."""
    chat = chat_of(person, conversation_id)
    given = request.POST
    try:
        beside.write_beside(
            conversation=chat.conversation,
            actor=person,
            style=given.get("style", ""),
            words=given.get("words", ""),
            beside=_whole(given.get("beside")),
            client_id=given.get("mark", ""),
        ).result(COMMIT_SECONDS)
    except DomainError as refusal:
        if _by_script(request):
            raise
        kept = {f"{conversation_id}:{given.get('style', '')}": given.get("words", "")}
        return console(request, person, problem=refusal, kept=kept)
    return HttpResponse(status=204) if _by_script(request) else _back(conversation_id)


@require_POST
@staff_only(*AT_THE_DESK)
def notes(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Keep the running note."""
    chat = chat_of(person, conversation_id)
    words, before = request.POST.get("words", ""), backstage(person, chat.conversation).note_at
    if before or words.strip():
        beside.keep_note(
            conversation=chat.conversation,
            actor=person,
            words=words,
            position=before,
            client_id=uuid.uuid4().hex,
        ).result(COMMIT_SECONDS)
    return HttpResponse(status=204) if _by_script(request) else _back(conversation_id, "panel")


@require_POST
@staff_only(*AT_THE_DESK)
def card(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """Put the card with numbers in the chat."""
    chat = chat_of(person, conversation_id)
    mark = request.POST.get("mark", "") or uuid.uuid4().hex
    try:
        beside.send_card(
            conversation=chat.conversation, actor=person, card=CARD, client_id=f"card-{mark}"[:64]
        )
    except Closed as refusal:
        if _by_script(request):
            raise
        return console(request, person, problem=refusal)
    return HttpResponse(status=204) if _by_script(request) else _back(conversation_id)


@require_http_methods(["GET", "POST"])
@staff_only(Role.SUPERVISOR)
def hand(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """A listener asks for a supervisor: what they wrote, and the answer. Not a word of the seeker's."""
    chat, words = chat_of(person, conversation_id), request.POST.get("words", "")
    beside.sit_beside(conversation=chat.conversation, actor=person)
    asides = backstage(person, chat.conversation).asides
    context: dict[str, Any] = {
        "chat": shell(chat),
        "person": person,
        "asides": asides,
        "mark": uuid.uuid4().hex,
    }
    if request.method == "GET":
        return render(request, "desk/console/hand.html", context)
    mark = request.POST.get("mark", "")
    try:
        beside.answer_hand(conversation=chat.conversation, actor=person, words=words, client_id=mark).result(
            COMMIT_SECONDS
        )
    except DomainError as refusal:
        context |= {"problem": refusal, "words": words, "mark": mark}
        return render(request, "desk/console/hand.html", context, status=refusal.status)
    return redirect("desk:live")


@require_http_methods(["GET", "POST"])
@staff_only(*AT_THE_DESK)
def closure(request: HttpRequest, person: Person, conversation_id: UUID) -> HttpResponse:
    """End the chat with a reason; the wrap-up comes next."""
    chat, given = chat_of(person, conversation_id), request.POST
    shown = {**shell(chat), "pause": pause_ahead(chat.request.person)}
    context: dict[str, Any] = {"chat": shown, "reasons": EndReason.choices, "person": person}
    if request.method == "GET":
        return render(request, "desk/console/closure.html", context)
    try:
        actions.end_chat(
            conversation=chat.conversation,
            actor=person,
            reason=given.get("reason", ""),
            suicide=given.get("suicide", ""),
        )
    except DomainError as refusal:
        return render(
            request, "desk/console/closure.html", {**context, "problem": refusal}, status=refusal.status
        )
    return redirect("desk:wrap", conversation_id)


def _say(request: HttpRequest, person: Person, conversation_id: UUID) -> Written:
    seat = queries.seat_of(person, conversation_id)
    words, mark = request.POST.get("words", ""), request.POST.get("mark", "")
    return conversations.say(seat=seat, words=words, client_id=mark).result(COMMIT_SECONDS)


def _whole(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() else 0


def _by_script(request: HttpRequest) -> bool:
    """Sent by a script of the page, which shows the outcome itself; refusals are rendered by the web room."""
    return request.headers.get("X-By") == "script" or "HX-Request" in request.headers


def _back(conversation_id: UUID, at: str = "") -> HttpResponse:
    return redirect(f"/desk/live?at={at or conversation_id}")
