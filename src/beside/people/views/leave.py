"""Leave now, on the server's side."""

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beside.foundation.errors import Unavailable
from beside.people import actions, cookies, queries
from beside.web import wayout
from beside.web.origin import is_ours


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """End the visit, expire the cookies, and be gone: 204 for a beacon, the way out for a form.

    No CSRF token, so that it works from a page of any age; another site's request ends nothing (it brings no
    cookie, and is told apart by its origin). Nothing that is broken here may keep a person on the page.
    """
    if request.method != "POST":
        return redirect("/leaving")
    response = _way_out(request)
    if is_ours(request):
        _end_visit(request)
        cookies.forget_all(request, response)
    return response


def _end_visit(request: HttpRequest) -> None:
    try:
        visit = queries.visit_of(request)
        if visit:
            actions.leave(person=visit.person, visit=visit)
    except (DatabaseTrouble, Unavailable):
        return  # the cookie goes all the same, and an unused visit lapses by itself


def _way_out(request: HttpRequest) -> HttpResponse:
    if request.POST.get("beacon"):
        return HttpResponse(status=204)
    return wayout.away(request)
