"""The supervisor's page: calls, chats, the line. What is live of it is one fragment, fetched on each hint."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from beside.desk.actions import switchboard
from beside.desk.queries import rota_pages
from beside.desk.queries.lead import overview
from beside.foundation import clock
from beside.foundation.errors import DomainError, Invalid
from beside.people.doors import staff_only
from beside.people.models import Person, Role
from beside.people.queries import member
from beside.safety import actions as safety
from beside.safety import queries as alerts


@require_GET
@staff_only(Role.SUPERVISOR)
def lead(request: HttpRequest, person: Person) -> HttpResponse:
    """Who calls, which chats run, who waits."""
    return _page(request, person)


@require_GET
@staff_only(Role.SUPERVISOR)
def now(request: HttpRequest, person: Person) -> HttpResponse:
    """The live part alone."""
    return render(request, "desk/lead/_now.html", _context(request, person))


@require_POST
@staff_only(Role.SUPERVISOR)
def answer(request: HttpRequest, person: Person) -> HttpResponse:
    """ "I have it": to the chat, if the call is about one."""
    try:
        held = alerts.alert(person, _whole(request.POST.get("alert")))
        safety.acknowledge_alert(alert=held, actor=person)
    except DomainError as refusal:
        return _page(request, person, refusal)
    opened = request.POST.get("open", "")
    return redirect("desk:lead_chat", UUID(opened)) if _is_number(opened) else redirect("desk:lead")


@require_POST
@staff_only(Role.SUPERVISOR)
def by_hand(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand out the line by hand, or leave it to the house again."""
    try:
        if request.POST.get("on") == "1":
            switchboard.open_switchboard(actor=person)
        else:
            switchboard.close_switchboard(actor=person)
    except DomainError as refusal:
        return _page(request, person, refusal)
    return redirect("desk:lead")


@require_POST
@staff_only(Role.SUPERVISOR)
def offer(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask a colleague about somebody in line."""
    given = request.POST
    try:
        to = _named(given.get("to", ""))
        switchboard.hand_out(request_id=_whole(given.get("request")), actor=person, to=to)
    except DomainError as refusal:
        return _page(request, person, refusal)
    return redirect("desk:lead")


def _page(request: HttpRequest, person: Person, problem: DomainError | None = None) -> HttpResponse:
    context = {**_context(request, person), "problem": problem}
    status = 200 if problem is None else max(409, problem.status)
    return render(request, "desk/lead/lead.html", context, status=status)


def _context(request: HttpRequest, person: Person) -> dict[str, Any]:
    row = request.GET.get("row") or request.POST.get("request")
    asks = rota_pages.permits()
    return {"person": person, "see": overview(person, _whole(row)), "asks": asks, "now": clock.now()}


def _named(given: str) -> Person:
    try:
        return member(UUID(given))
    except ValueError as wrong:
        raise Invalid(_("Choose a colleague.")) from wrong


def _is_number(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


def _whole(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 18 else 0
