"""Decorators that say who a page is for. They hand the person to the view as its second argument."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from beside.foundation.errors import NotForYou
from beside.people import actions, queries
from beside.people.sign_in import is_fresh
from beside.web import house

View = Callable[..., HttpResponseBase]


def seeker_only(view: View) -> View:
    """For whoever has a running visit; others are led to the way in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visit = queries.visit_of(request)
        if visit is None:
            return redirect("/talk")
        actions.still_here(visit=visit)
        return view(request, visit.person, *args, **kwargs)

    return guarded


def staff_only(*roles: str) -> Callable[[View], View]:
    """For members of staff who hold any of these roles (any staff, if none is named).

    Nobody signed in: to `/in` and back. Without a second step: to setting one up. Without the role: 404,
    the same as a page that is not there. Times on the page are those of the helpline's own clock.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            account = queries.account_of(request)
            if account is None:
                return _to_sign_in(request)
            if queries.lacks_factor(account):
                return redirect("people:first_step")
            if roles and not account.person.has_role(*roles):
                raise NotForYou()
            with timezone.override(house.of(request).time_zone):
                return view(request, account.person, *args, **kwargs)

        return guarded

    return guard


def signed_in(view: View) -> View:
    """For whoever signed in, even without a second step; the view gets the account. Others go to `/in`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        account = queries.account_of(request)
        return view(request, account, *args, **kwargs) if account else _to_sign_in(request)

    return guarded


def fresh_only(view: View) -> View:
    """Step-up, below `staff_only`: whoever did not show within ten minutes who they are is asked again.

    What was sent is kept in the session meanwhile, and carried out afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_fresh(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To `/in`. After a GET the way back rides along; htmx is told to leave the page, not to swap it."""
    where = reverse("account_login")
    if request.method == "GET" and "HX-Request" not in request.headers:
        where = f"{where}?{urlencode({'next': request.get_full_path()})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return redirect(where)
