"""How the house is: for administrators in full, for machines in a word, for collectors in figures."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from beside.foundation.errors import DomainError, NotForYou
from beside.operations import health, keeping, metrics
from beside.operations.actions import set_length
from beside.operations.forms import LengthForm
from beside.people.doors import staff_only
from beside.people.models import Person, Role


@require_safe
@staff_only(Role.ADMINISTRATOR)
def health_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Every check with its sentence; the same that `beside check` prints."""
    return render(request, "operations/health.html", {"report": health.report()})


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Whether this process answers at all. Asks nothing else."""
    return JsonResponse({"live": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether people can be served here now: 200, or 503. States only, no sentence and no figure."""
    report = health.readiness()
    told = {line.name: line.finding.state for line in report.lines}
    is_ready = report.state != health.RED
    return JsonResponse({"ready": is_ready, "checks": told}, status=200 if is_ready else 503)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The metrics. For whoever may not read them there is nothing here."""
    if not metrics.may_read(request):
        raise NotForYou(_("There is no page here."))
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


@require_safe
@staff_only(Role.ADMINISTRATOR)
def lengths(request: HttpRequest, person: Person) -> HttpResponse:
    """How long each class of data is kept here."""
    return render(request, "operations/lengths.html", {"classes": keeping.classes()})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Role.ADMINISTRATOR)
def length(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Change one length: shorter as one likes, longer with a written reason."""
    held = next((one for one in keeping.classes() if one.rule.name == name and one.rule.adjustable), None)
    if held is None:
        raise NotForYou(_("There is no page here."))
    form = LengthForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            set_length(actor=person, name=name, length=form.length(), reason=form.cleaned_data["reason"])
            return redirect("operations:lengths")
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "operations/length.html", {"form": form, "held": held}, status=status)
