"""What the manager can change, with a look at it before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from beside.desk import queries, setting_groups, wording
from beside.desk.forms.after_rules import AfterRulesForm
from beside.desk.forms.door import AREAS as OF_THE_DOOR
from beside.desk.forms.offers import OffersForm
from beside.desk.forms.on_call import OnCallForm
from beside.desk.forms.questions import QuestionsForm
from beside.desk.forms.record import RecordForm
from beside.desk.forms.rota import RotaRulesForm
from beside.desk.forms.service import AREAS as OF_THE_SERVICE
from beside.desk.forms.service import AreaForm, HoursForm, WordsForm
from beside.desk.forms.silence import SilenceForm
from beside.desk.hours import Opening, door
from beside.desk.models import OpeningHours, Service
from beside.desk.queries.service import NUMBER, is_offered, name_of
from beside.foundation import clock
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import Person, Role

OF_EACH: dict[str, type[AreaForm]] = {
    **OF_THE_SERVICE,
    **OF_THE_DOOR,
    "questions": QuestionsForm,
    "silence": SilenceForm,
    "record": RecordForm,
}
AREAS: dict[str, type[AreaForm]] = {
    **OF_EACH,
    "offers": OffersForm,
    "on-call": OnCallForm,
    "after": AfterRulesForm,
    "rota": RotaRulesForm,
}
"""Those of every service, and those of the whole house, which stand with the first one's."""

_PAGES = ("hours", "words", "holidays", "overflow", "questions", "record")


@require_safe
@staff_only(Role.MANAGER)
def index(request: HttpRequest, person: Person) -> HttpResponse:
    """The areas of a service in groups, and how it stands: the first one, or `?service=` by its slug."""
    queries.forget_service()
    service = _service(request)
    forms, is_first = (AREAS, True) if service.pk == NUMBER else (OF_EACH, False)
    openness = queries.openness(slug=service.slug) if is_offered(service) else None
    told = _of(service)
    areas = {slug: (form.title, form.icon) for slug, form in forms.items()}
    groups = setting_groups.grouped(areas, told["of"], person if is_first else None)
    return render(request, "desk/settings/index.html", {"groups": groups, "openness": openness, **told})


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
    return redirect(reverse("desk:settings") + _of(form.service)["of"])


def _service(request: HttpRequest) -> Service:
    """The service a page is about. Raises NotForYou for a slug that is none."""
    slug = request.GET.get("service", "")
    if not slug:
        return Service.objects.filter(pk=NUMBER).first() or Service(pk=NUMBER)
    found = Service.objects.filter(slug=slug).first()
    if found is None:
        raise NotForYou()
    return found


def _of(service: Service) -> dict[str, Any]:
    """What every page about a service says: which of several it is, and how its addresses end."""
    if service.pk == NUMBER:
        return {"of": "", "name": ""}
    return {"of": f"?service={service.slug}", "name": name_of(service)}


def _form(area: str, request: HttpRequest) -> AreaForm:
    service = _service(request)
    forms = AREAS if service.pk == NUMBER else OF_EACH
    if area not in forms:
        raise NotForYou()
    return forms[area](request.POST if request.method == "POST" else None, service=service)


def _page(request: HttpRequest, area: str, form: AreaForm, status: int = 200) -> HttpResponse:
    template = f"desk/settings/{area}.html" if area in _PAGES else "desk/settings/plain.html"
    return render(request, template, {"form": form, "area": area, **_of(form.service)}, status=status)


def _preview(area: str, form: AreaForm) -> dict[str, Any]:
    context: dict[str, Any] = {"form": form, "area": area, "changes": form.changes(), **_of(form.service)}
    context["given"] = [(name, value) for name in form.fields for value in _sent(form, name) if value]
    if isinstance(form, WordsForm):
        context["pages"] = [(code, _first_page(code, words)) for code, words in form.words().items()]
    if isinstance(form, HoursForm):
        context["week"], context["now"] = _week(form), _right_now(form)
    return context


def _sent(form: AreaForm, name: str) -> list[Any]:
    """What was sent for a field; a field of several choices has several values."""
    return form.data.getlist(name)  # type: ignore[attr-defined, no-any-return]  # a bound AreaForm holds a QueryDict


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
