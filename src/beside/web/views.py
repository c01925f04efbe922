"""The pages that belong to no one: choices about the pages themselves, and what we say about the house."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from beside.web import errors, kept, limits, looks, origin

MINUTES = range(1, 6)


@csrf_exempt  # changes only how pages look, and must work where no cookie is kept; `origin` stands in
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """How the pages look: text size, colours, language, sounds. A POST keeps any of them and goes back."""
    if request.method != "POST":
        return render(request, "web/me.html")
    if not origin.is_ours(request):
        return errors.page(request, 403)
    response = redirect(looks.way_back(request, request.POST.get("next", "")))
    for name in (*looks.CHOICES, "language"):
        value = request.POST.get(name, "")
        if looks.allowed(name, value):
            looks.remember(response, name, value)
    return response


@require_safe
def breathe(request: HttpRequest) -> HttpResponse:
    """Paced breathing, one to five minutes. A text without scripts."""
    asked = request.GET.get("minutes", "")
    minutes = int(asked) if asked.isdecimal() and int(asked) in MINUTES else 1
    return render(request, "web/breathe.html", {"minutes": minutes, "lengths": MINUTES})


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """What Leave now does and what it cannot do."""
    return render(request, "web/leaving.html")


@require_safe
def private(request: HttpRequest) -> HttpResponse:
    """Who sees what, how long it is kept, when confidence is broken."""
    return render(request, "web/private.html")


@require_safe
def limits_(request: HttpRequest) -> HttpResponse:
    """What Beside cannot do, against whom."""
    return render(request, "web/limits.html", {"limits": limits.told()})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who listens."""
    return render(request, "web/people.html")


@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """What was done so that everyone can use this, and what is known not to work."""
    return render(request, "web/access.html")


@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """Grounding: five senses, cold water, feet on the floor."""
    return render(request, "web/ground.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone that kept the help pages shows without a network."""
    return render(request, "web/offline.html")


@require_safe
@csp_replace({"trusted-types": "keep"})
def keep(request: HttpRequest) -> HttpResponse:
    """Ask before anything is kept on this phone. The one page that may register the service worker."""
    return render(request, "web/keep.html")


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """The service worker: at the root, so that its scope is the site."""
    return render(request, "web/keeper.js", kept.facts(), content_type="text/javascript; charset=utf-8")
