"""Several services in one house, and the house standing still."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beside.desk import actions, queries, wording
from beside.desk.forms.door import WorksForm
from beside.desk.forms.services import NewServiceForm
from beside.desk.models import Service
from beside.desk.queries.service import NUMBER, is_offered, name_of
from beside.foundation import clock
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import Person, Role


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Role.MANAGER)
def services(request: HttpRequest, person: Person) -> HttpResponse:
    """The services there are, and one more. POST: `step` is "new", or "offer" or "withdraw" with a `slug`."""
    queries.forget_service()
    if request.method != "POST":
        return _services(request, NewServiceForm())
    if request.POST.get("step") in ("offer", "withdraw"):
        _offer(person, request.POST.get("slug", ""), request.POST["step"] == "offer")
        return redirect("desk:services")
    form = NewServiceForm(request.POST)
    if not form.is_valid():
        return _services(request, form, status=422)
    try:
        form.save(person)
    except DomainError as refusal:
        form.add_error("slug", str(refusal))
        return _services(request, form, status=refusal.status)
    queries.forget_service()
    return redirect("desk:services")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def works(request: HttpRequest, person: Person) -> HttpResponse:
    """Shut every door for a while, or open them again. POST: `step` is "stop" or "go"."""
    queries.forget_service()
    form = WorksForm(request.POST if request.POST.get("step") == "stop" else None)
    if request.method == "POST":
        if request.POST.get("step") == "go":
            actions.go_on(actor=person)
        elif form.is_valid():
            actions.stand_still(actor=person, until=form.until)
        else:
            return render(request, "desk/settings/works.html", _works(form), status=422)
        return redirect("desk:works")
    return render(request, "desk/settings/works.html", _works(form))


def _services(request: HttpRequest, form: NewServiceForm, status: int = 200) -> HttpResponse:
    rows = [_row(service) for service in Service.objects.order_by("pk")]
    return render(request, "desk/settings/services.html", {"form": form, "rows": rows}, status=status)


def _row(service: Service) -> dict[str, Any]:
    offered, slug = is_offered(service), service.slug if service.pk != NUMBER else ""
    row = {"service": service, "name": name_of(service), "is_first": service.pk == NUMBER, "offered": offered}
    if not offered:
        return {**row, "how": _("Not on the pages")}
    now, openness = clock.now(), queries.openness(slug=slug)
    opens = wording.opening(openness.opens_at, service.zone, now)
    return {**row, "how": _said_to_the_team(openness.state, opens)}


def _said_to_the_team(state: str, opens: str) -> str:
    """How a service stands, for the team."""
    names = {"open": _("Open now"), "busy": _("Busy now"), "full": _("Full now")}
    return names.get(state) or wording.how_it_stands(state, None, None, opens)


def _offer(person: Person, slug: str, offered: bool) -> None:
    service = Service.objects.filter(slug=slug).first()
    if service is None:
        raise NotForYou()
    actions.offer_service(actor=person, service=service, offered=offered)
    queries.forget_service()


def _works(form: WorksForm) -> dict[str, Any]:
    running, zone = queries.standstill(), queries.service().zone
    until = wording.opening(running.until, zone, clock.now()) if running else ""
    return {"form": form, "running": running, "until": until}
