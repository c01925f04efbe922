"""One's own shifts: taking one, holding it out, letting it go, asking to come unplanned."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beside.desk.actions import rota_claims, rota_gate, rota_swaps
from beside.desk.actions.rota_check import longest_for
from beside.desk.forms.rota import HoldOutForm
from beside.desk.queries import rota, rota_pages
from beside.foundation import clock
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role

WEEK = timedelta(days=7)
FARTHEST = timedelta(weeks=8)


@require_GET
@staff_only(*AT_THE_DESK)
def mine(request: HttpRequest, person: Person) -> HttpResponse:
    """One's shifts, what colleagues hold out, and what is free in a week (`?from=`)."""
    return _page(request, person)


@require_POST
@staff_only(*AT_THE_DESK)
def claim(request: HttpRequest, person: Person, planned_id: int) -> HttpResponse:
    """Take a free shift."""
    planned = rota_pages.planned_of(planned_id)
    try:
        rota_claims.claim_shift(person=person, planned=planned)
    except DomainError as refusal:
        return _page(request, person, refusal)
    return redirect("desk:rota")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*AT_THE_DESK)
def claimed(request: HttpRequest, person: Person, claim_id: int) -> HttpResponse:
    """One of one's shifts. POST: `step` is "drop", or "hold-out" with `to`."""
    if request.method != "POST":
        return _one(request, person, claim_id)
    held = rota_pages.own_claim(person, claim_id)
    try:
        if request.POST.get("step") == "drop":
            rota_claims.drop_shift(actor=person, claim=held)
            return redirect("desk:rota")
        form = HoldOutForm(request.POST, claim=held)
        if not form.is_valid():
            return _one(request, person, claim_id, form=form, status=422)
        form.save(person)
    except NotForYou:
        raise
    except DomainError as refusal:
        return _page(request, person, refusal)
    return redirect("desk:rota")


@require_POST
@staff_only(*AT_THE_DESK)
def swap(request: HttpRequest, person: Person, swap_id: int) -> HttpResponse:
    """Answer what is held out, or take it back. `step` is "take", "decline" or "keep"."""
    held = rota_pages.swap_of(person, swap_id)
    try:
        if request.POST.get("step") == "take":
            rota_swaps.take_over(person=person, swap=held)
        elif request.POST.get("step") == "keep":
            rota_swaps.withdraw_swap(person=person, swap=held)
        else:
            rota_swaps.decline_swap(person=person, swap=held)
    except NotForYou:
        raise
    except DomainError as refusal:
        return _page(request, person, refusal)
    return redirect("desk:rota")


@require_POST
@staff_only(*AT_THE_DESK)
def permit(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask a supervisor whether one may come on shift unplanned."""
    rota_gate.ask_to_begin(person=person)
    return redirect("desk:home")


def week_of(request: HttpRequest) -> dict[str, Any]:
    """The week a page shows: from today, or from `?from=`; not farther than what is laid out."""
    today = timezone.localtime(clock.now()).date()
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        first = today
    first = max(today - FARTHEST, min(first, today + FARTHEST))
    before = first - WEEK
    return {
        "first": first,
        "last": first + WEEK - timedelta(days=1),
        "before": before if before >= today or first > today else None,
        "after": first + WEEK if first + WEEK <= today + FARTHEST else None,
        "today": today,
    }


def _page(request: HttpRequest, person: Person, problem: DomainError | None = None) -> HttpResponse:
    week, rules = week_of(request), rota.rules()
    context = {
        **week,
        "mine": rota_pages.mine(person),
        "held_out": rota_pages.held_out(person),
        "days": rota_pages.free(person, week["first"]),
        "rules": rules,
        "longest": longest_for(person, rules),
        "plans": person.has_role(Role.SUPERVISOR, Role.MANAGER),
        "problem": problem,
    }
    return render(request, "desk/rota/mine.html", context, status=problem.status if problem else 200)


def _one(
    request: HttpRequest, person: Person, claim_id: int, form: HoldOutForm | None = None, status: int = 200
) -> HttpResponse:
    held = rota_pages.claim_of(person, claim_id)
    others = [one.person.name for one in rota_pages.row_of(held.planned_id).claims if one.pk != held.pk]
    context = {
        "claim": held,
        "others": others,
        "late": rota_claims.is_late(held),
        "rules": rota.rules(),
        "form": form or HoldOutForm(claim=held),
    }
    return render(request, "desk/rota/claimed.html", context, status=status)
