"""Numbers to call or write to: static, for anyone, with or without scripts, session or database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from beside.foundation import clock
from beside.safety import pages, resources
from beside.web import house


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Help right now. With `?country=` from the form: to that country's page."""
    chosen = request.GET.get("country", "")
    if chosen:
        return redirect("safety:country", code=resources.for_country(chosen).code.lower())
    accepted = request.headers.get("Accept-Language", "")
    shown = pages.now(accepted, house.current().country, get_language() or "en", clock.today())
    return render(request, "safety/now.html", shown)


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers of one country. 404 when we have no list for it."""
    shown = pages.country(resources.for_country(code), get_language() or "en", clock.today())
    return render(request, "safety/country.html", shown)
