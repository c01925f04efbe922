"""`/report`: telling us what went wrong, and coming back for the answer. For staff: reading and answering."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from beside.conversations.models import Conversation
from beside.conversations.queries import seat_of
from beside.desk import pace
from beside.desk.actions import cool_off, reports
from beside.desk.models import Matter
from beside.desk.queries import abuse
from beside.foundation.errors import DomainError, NotForYou
from beside.journal import audit
from beside.people.doors import staff_only
from beside.people.models import Person, Role
from beside.people.queries import visitor


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Say what happened; the answer is a receipt number. `?chat=` names one of the person's own chats."""
    person = visitor(request)
    chat = _own_chat(person, request.POST.get("chat") or request.GET.get("chat", ""))
    context: dict[str, Any] = {"matters": Matter.choices, "chat": chat, "mark": uuid.uuid4().hex}
    if request.method != "POST":
        context["matter"] = Matter.LISTENER if chat else ""
        return render(request, "desk/report/report.html", context)
    matter, words, mark = (request.POST.get(name, "") for name in ("matter", "words", "mark"))
    try:
        pace.report()
        number = reports.report(matter=matter, words=words, person=person, conversation=chat, asked_with=mark)
    except DomainError as refusal:
        context |= {"problem": refusal, "matter": matter, "words": words}
        return render(request, "desk/report/report.html", context, status=refusal.status)
    return render(request, "desk/report/kept.html", {"number": number, "days": reports.ANSWERED_WITHIN.days})


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The answer, for whoever holds the number. It is sent in the body: addresses are kept by browsers."""
    number = request.POST.get("number", "").strip().upper()
    context: dict[str, Any] = {"number": number}
    if request.method == "POST":
        found = abuse.report_by_receipt(number)
        context |= {"found": found, "missing": found is None}
        if found is not None:
            context["words"], context["answer"] = reports.words_of(found)
    return render(request, "desk/report/receipt.html", context, status=422 if context.get("missing") else 200)


@require_http_methods(["GET"])
@staff_only(Role.SUPERVISOR)
def report_list(request: HttpRequest, person: Person) -> HttpResponse:
    """What has been reported, and who waits for a look: never what is about oneself."""
    context = {"reports": abuse.reports_for(person), "waiting": abuse.to_look_at(), "person": person}
    return render(request, "desk/report/list.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(Role.SUPERVISOR)
def report_one(request: HttpRequest, person: Person, report_id: int) -> HttpResponse:
    """One report, opened (the trail says so), and its answer."""
    held = abuse.report_for(person, report_id)
    given, problem = request.POST.get("words", ""), None
    if request.method == "POST":
        try:
            reports.answer_report(report=held, actor=person, words=given)
            return redirect("desk:reports")
        except DomainError as refusal:
            problem = refusal
    audit.record(actor=person.pk, act="report.read", about=f"report:{held.pk}")
    words, answer = reports.words_of(held)
    context = {"report": held, "words": words, "answer": answer, "given": given, "problem": problem}
    status = problem.status if problem else 200
    return render(request, "desk/report/one.html", {**context, "person": person}, status=status)


@require_POST
@staff_only(Role.SUPERVISOR)
def lift(request: HttpRequest, person: Person, cool_off_id: int) -> HttpResponse:
    """Open the door again for somebody who waits for a look."""
    held = abuse.to_look_at().filter(pk=cool_off_id).first()
    if held is None:
        raise NotForYou()
    cool_off.lift_cool_off(cool_off=held, actor=person)
    return redirect("desk:reports")


def _own_chat(person: Person | None, given: str) -> Conversation | None:
    """A chat the person sat in, or nothing: what somebody else's address names is not looked up."""
    try:
        return seat_of(person, UUID(given)).conversation if person and given else None
    except (ValueError, NotForYou):
        return None
