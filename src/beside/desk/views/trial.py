"""Trying a change before people live under it, and how many people a day needs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beside.desk import levels, trials
from beside.desk.forms.trial import StaffingForm, TrialForm
from beside.desk.pictures import Series, bars
from beside.desk.queries import history
from beside.people.doors import staff_only
from beside.people.models import Person, Role


@require_safe
@staff_only(Role.MANAGER, Role.SUPERVISOR)
def simulator(request: HttpRequest, person: Person) -> HttpResponse:
    """A day as it is and with a change, side by side. Nothing is kept."""
    form = TrialForm(request.GET if "day" in request.GET else None)
    context: dict[str, Any] = {"form": form, "can_count": person.has_role(Role.MANAGER)}
    if form.is_bound and form.is_valid():
        before, after = trials.tried(form.scenario), trials.tried(form.changed)
        context |= {"before": before, "after": after, "pictures": _waits(before, after)}
        context["rows"] = _rows(before, after)
    return render(request, "desk/figures/simulator.html", context, status=422 if form.errors else 200)


@require_safe
@staff_only(Role.MANAGER, Role.SUPERVISOR)
def staffing(request: HttpRequest, person: Person) -> HttpResponse:
    """How many people each quarter of an hour needs for a target."""
    form = StaffingForm(request.GET if "day" in request.GET else None)
    context: dict[str, Any] = {"form": form, "can_count": person.has_role(Role.MANAGER)}
    if form.is_bound and form.is_valid():
        try:
            plan = trials.planned(form.day_to_plan, form.goal, form.team)
        except ValueError:
            form.add_error(None, _("No number of people can meet this. Ask for a little less."))
        else:
            context |= {"plan": plan, "picture": _people(plan), "needs": _needs(plan)}
            context |= {"checked": _percent(plan.checked), "past": form.past, "most": plan.busiest}
            context |= {"most_at": _clock(plan.busiest.start)} | _missing(plan, form.weekday)
    return render(request, "desk/figures/staffing.html", context, status=422 if form.errors else 200)


def _waits(before: trials.Side, after: trials.Side) -> list[object]:
    names = [f"{level} · {levels.of(level).word}" for level in range(5)]
    return [
        bars(title, names, [Series(_("Before"), _minutes(one)), Series(_("After"), _minutes(other))])
        for title, one, other in (
            (_("Half wait at most, in minutes"), before.wait_p50, after.wait_p50),
            (_("Nine in ten wait at most, in minutes"), before.wait_p90, after.wait_p90),
        )
    ]


def _minutes(seconds: tuple[float | None, ...]) -> list[float | None]:
    return [None if each is None else each / 60 for each in seconds]


def _rows(before: trials.Side, after: trials.Side) -> list[tuple[str, str, str]]:
    """The figures beside one another: what, before, after."""
    counts = [(_("Come"), "came"), (_("Find it full or closed"), "turned_away")]
    counts += [(_("Are answered"), "answered"), (_("Give up"), "left")]
    rows = [(name, *(f"{getattr(side, key):.0f}" for side in (before, after))) for name, key in counts]
    shares = [(_("Answered in time"), "in_time"), (_("Waits within what was told"), "told")]
    shares += [(_("Meet whom they asked for"), "met")]
    rows += [(name, *(_percent(getattr(side, key)) for side in (before, after))) for name, key in shares]
    for level in range(5):
        name = _("Nine in ten at level %(level)s wait at most") % {"level": level}
        rows.append((name, *(_wait(side.wait_p90[level]) for side in (before, after))))
    return [(name, one, other) for name, one, other in rows]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.0f} s" if seconds < 120 else _("%(count)s min") % {"count": round(seconds / 60)}


def _people(plan: trials.Plan) -> object:
    names = [_clock(need.start) for need in plan.needs]
    series = [Series(_("People on the list"), [float(need.people) for need in plan.needs])]
    return bars(_("People needed, by quarter of an hour"), names, series, every=16)


def _needs(plan: trials.Plan) -> list[tuple[str, int, int, str, str, str]]:
    """A line for each quarter of an hour: from, places, people, in time, give up, in use."""
    return [
        (
            _clock(need.start),
            need.places,
            need.people,
            _percent(need.outcome.within),
            _percent(need.outcome.left),
            _percent(need.outcome.busy),
        )
        for need in plan.needs
    ]


def _missing(plan: trials.Plan, weekday: int | None) -> dict[str, Any]:
    """The same day of the house's own rota: how many are still to be found, where most are."""
    if weekday is None:
        return {}
    day, coming = history.on_the_rota(weekday)
    short = [(need.people - coming[int(need.start // 60)], need) for need in plan.needs]
    most, need = max(short, key=lambda one: (one[0], -one[1].start))
    hours = sum(max(0, missing) for missing, _need in short) / 4
    return {"day": day, "missing": max(0, most), "missing_at": _clock(need.start), "missing_hours": hours}


def _clock(start: float) -> str:
    return f"{int(start // 60):02d}:{int(start % 60):02d}"
