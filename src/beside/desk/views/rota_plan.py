"""Planning the rota: the week, one shift of it, where somebody is missing, who asks to come unplanned."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beside.desk import wording
from beside.desk.actions import rota as planning
from beside.desk.actions import rota_claims, rota_gate
from beside.desk.forms.rota import GiveForm, PlanForm, SeatsForm
from beside.desk.models import Planned
from beside.desk.queries import rota_cover, rota_pages, service, services
from beside.desk.queries.rota import cover
from beside.desk.queries.service import NUMBER, name_of
from beside.desk.views.rota import week_of
from beside.foundation.errors import DomainError, Invalid, NotForYou
from beside.people.doors import staff_only
from beside.people.models import Person, Role

PLANNERS = (Role.SUPERVISOR, Role.MANAGER)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*PLANNERS)
def plan(request: HttpRequest, person: Person) -> HttpResponse:
    """The week, and one more shift. POST: what `PlanForm` asks."""
    form = PlanForm(request.POST or None, day=week_of(request)["first"])
    if request.method != "POST":
        return _plan(request, person, form)
    if form.is_valid():
        try:
            form.save(person)
            return redirect(_week_with(request, form.cleaned_data["day"]))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _plan(request, person, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*PLANNERS)
def planned(request: HttpRequest, person: Person, planned_id: int) -> HttpResponse:
    """One shift. POST: `step` is "seats", "give", "off" (a `claim`), "call-off" or "end"."""
    held = rota_pages.planned_of(planned_id)
    if request.method != "POST":
        return _planned(request, held)
    step = request.POST.get("step", "")
    try:
        _carry_out(request, person, held, step)
    except NotForYou:
        raise
    except DomainError as refusal:
        return _planned(request, rota_pages.planned_of(planned_id), refusal)
    return redirect("desk:rota_plan") if step in ("call-off", "end") else redirect("desk:planned", held.pk)


@require_safe
@staff_only(*PLANNERS)
def gaps(request: HttpRequest, person: Person) -> HttpResponse:
    """The week hour by hour, in each language, and what is missing. `?service=` for another one."""
    slug, week = request.GET.get("service", ""), week_of(request)
    days = rota_cover.days(week["first"], slug=slug)
    context = {
        **week,
        "days": days,
        "missing": sum(len(day.gaps) for day in days),
        "now": cover(service=_number(slug)),
        "hours": range(24),
        "slug": slug,
        "several": [(("" if one.pk == NUMBER else one.slug), name_of(one)) for one in services()],
    }
    return render(request, "desk/rota/gaps.html", context)


@require_POST
@staff_only(Role.SUPERVISOR)
def answer(request: HttpRequest, person: Person, permit_id: int) -> HttpResponse:
    """Say yes or no to somebody who would like to come unplanned (`yes` is 1 or 0)."""
    held = rota_pages.permit(permit_id)
    rota_gate.answer_permit(actor=person, permit=held, yes=request.POST.get("yes") == "1")
    return redirect("desk:rota_plan")


def _carry_out(request: HttpRequest, person: Person, held: Planned, step: str) -> None:
    if step == "seats":
        form = SeatsForm(request.POST)
        if not form.is_valid():
            raise Invalid(wording.ROTA_SEATS)
        planning.set_seats(actor=person, planned=held, seats=form.cleaned_data["seats"])
    elif step == "give":
        chosen = GiveForm(request.POST, planned=held)
        if not chosen.is_valid():
            raise Invalid(wording.ROTA_NOBODY)
        rota_claims.give_shift(actor=person, person=chosen.chosen, planned=held)
    elif step == "off":
        rota_claims.drop_shift(actor=person, claim=rota_pages.claim_in(held, request.POST.get("claim", "")))
    elif step == "end" and held.series is not None:
        planning.end_series(actor=person, series=held.series, from_day=held.day)
    elif step == "call-off":
        planning.call_off(actor=person, planned=held)


def _plan(request: HttpRequest, person: Person, form: PlanForm, status: int = 200) -> HttpResponse:
    week = week_of(request)
    context = {
        **week,
        "days": rota_pages.plan(week["first"]),
        "permits": rota_pages.permits() if person.has_role(Role.SUPERVISOR) else [],
        "form": form,
        "several": len(services()) > 1,
        "zone": service().time_zone,
    }
    return render(request, "desk/rota/plan.html", context, status=status)


def _planned(request: HttpRequest, held: Planned, problem: DomainError | None = None) -> HttpResponse:
    row = rota_pages.row_of(held.pk)
    context: dict[str, Any] = {
        "row": row,
        "seats": SeatsForm(initial={"seats": held.seats}),
        "give": GiveForm(planned=held),
        "problem": problem,
    }
    return render(request, "desk/rota/planned.html", context, status=problem.status if problem else 200)


def _week_with(request: HttpRequest, day: date) -> str:
    """The plan of the week that is shown, or of the one that begins with a day beyond it."""
    week = week_of(request)
    shown = week["first"] if week["first"] <= day <= week["last"] else day
    return reverse("desk:rota_plan") + ("" if shown == week["today"] else f"?from={shown}")


def _number(slug: str) -> int:
    return next((one.pk for one in services() if one.slug == slug), NUMBER) if slug else NUMBER
