"""The way out without scripts: a page of ours that holds nothing and goes on by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beside.web import house


def away(request: HttpRequest) -> HttpResponse:
    """A page with one plain link, replaced by the exit address at once.

    Not a redirect: browsers hold the target of a form, and every hop after it, to `form-action`, and most
    everyday sites redirect once themselves. A refused hop would leave the person where they were.
    """
    address = house.of(request).exit_address
    response = render(request, "web/away.html", {"address": address})
    response["Refresh"] = f"0; url={address}"
    return response
