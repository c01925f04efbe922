"""The numbers of a week: the page with its pictures, and the same as a table for other programs."""

import csv
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from beside.desk import wording_numbers as said
from beside.desk.queries import numbers
from beside.people.doors import staff_only
from beside.people.models import Person, Role


@require_safe
@staff_only(Role.MANAGER)
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """A week that is over, by hour, day, service, language and urgency."""
    week = _week(request)
    report = said.report(numbers.numbers_of(week), numbers.places_of(week))
    weeks = [(one, one == week) for one in numbers.weeks()]
    context = {
        "week": week,
        "weeks": weeks,
        "report": report,
        "heads": said.HEADS.values(),
        "can_count": True,
    }
    context["pictures"] = said.pictures(report)
    return render(request, "desk/figures/numbers.html", context)


@require_safe
@staff_only(Role.MANAGER)
def table(request: HttpRequest, person: Person) -> HttpResponse:
    """The same cells, hidden alike, as CSV."""
    week = _week(request)
    report = said.report(numbers.numbers_of(week), numbers.places_of(week))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="numbers-{week.isoformat()}.csv"'
    writer = csv.writer(response)
    writer.writerow(["week", "by", "key", *said.COLUMNS])
    for one in report.tables:
        for row in one.rows:
            writer.writerow([week.isoformat(), one.by, row.key or "all", *(cell.plain for cell in row.cells)])
    return response


def _week(request: HttpRequest) -> date:
    """The week asked for, if it is one that may be looked at; else the last."""
    known = {one.isoformat(): one for one in numbers.weeks()}
    return known.get(request.GET.get("week", ""), numbers.weeks()[0])
