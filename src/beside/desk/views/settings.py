"""What the manager can change, with a look at it before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from beside.desk import queries, wording
from beside.desk.forms.offers import OffersForm
from beside.desk.forms.service import AREAS as OF_THE_SERVICE
from beside.desk.forms.service import AreaForm, HoursForm, WordsForm
from beside.desk.hours import Opening, door
from beside.desk.models import OpeningHours, Service
from beside.foundation import clock
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import Person, Role

AREAS: dict[str, type[AreaForm]] = {**OF_THE_SERVICE, "offers": OffersForm}


@require_safe
@staff_only(Role.MANAGER)
def index(request: HttpRequest, person: Person) -> HttpResponse:
    """The areas, and how each stands."""
    queries.forget_service()
    areas = [(slug, form.title, form.icon) for slug, form in AREAS.items()]
    context = {"areas": areas, "openness": queries.openness()}
    return render(request, "desk/settings/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Role.MANAGER)
def area(request: HttpRequest, person: Person, area: str) -> HttpResponse:
    """One area: change, look, save. Nothing is saved before it was looked at."""
    form = _form(area, request)
    if request.method != "POST":
        return _page(request, area, form)
    step = request.POST.get("step", "")
    if not form.is_valid():
        return _page(request, area, form, status=422)
    if step == "edit":
        return _page(request, area, form)
    if step != "save":
        return render(request, "desk/settings/preview.html", _preview(area, form))
    try:
        form.save(person)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, area, form, status=refusal.status)
    queries.forget_service()
    return redirect("desk:settings")


def _form(area: str, request: HttpRequest) -> AreaForm:
    if area not in AREAS:
        raise NotForYou()
    service = Service.objects.filter(pk=1).first() or Service(pk=1)
    return AREAS[area](request.POST if request.method == "POST" else None, service=service)


def _page(request: HttpRequest, area: str, form: AreaForm, status: int = 200) -> HttpResponse:
    template = f"desk/settings/{area}.html" if area in {"hours", "words"} else "desk/settings/plain.html"
    return render(request, template, {"form": form, "area": area}, status=status)


def _preview(area: str, form: AreaForm) -> dict[str, Any]:
    context: dict[str, Any] = {"form": form, "area": area, "changes": form.changes()}
    context["given"] = [(name, form.data[name]) for name in form.fields if form.data.get(name)]
    if isinstance(form, WordsForm):
        context["pages"] = [(code, _first_page(code, words)) for code, words in form.words().items()]
    if isinstance(form, HoursForm):
        context["week"], context["now"] = _week(form), _right_now(form)
    return context


def _first_page(code: str, words: dict[str, str]) -> dict[str, Any]:
    """The first page as it would be in one language, with tonight's real wait."""
    with translation.override(code):
        openness = queries.openness(language=code)
        return {"first": words, "wait": wording.usual_wait(openness.wait_low, openness.wait_high)}


def _week(form: HoursForm) -> list[tuple[str, list[str]]]:
    spans: dict[int, list[str]] = {day: [] for day in range(7)}
    for day, opens, closes in form.openings():
        whole = opens == closes
        spans[day].append(str(_("day and night")) if whole else f"{opens:%H:%M}–{closes:%H:%M}")
    return [(name, spans[day]) for day, (name, _pairs) in enumerate(form.days())]


def _right_now(form: HoursForm) -> str:
    rows = [OpeningHours(weekday=day, opens=opens, closes=closes) for day, opens, closes in form.openings()]
    openings = [Opening(row.weekday, row.opens, row.minutes) for row in rows]
    zone = Service(time_zone=form.cleaned_data["time_zone"]).zone
    state = door(openings, zone, clock.now())
    if form.cleaned_data["is_shut"]:
        return str(_("closed"))
    if state.is_open:
        until = wording.opening(state.closes_at, zone, clock.now())
        return str(_("open until %(until)s") % {"until": until} if until else _("open"))
    until = wording.opening(state.opens_at, zone, clock.now())
    return str(_("closed until %(until)s") % {"until": until} if until else _("closed"))
