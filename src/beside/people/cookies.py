"""The seeker's cookie: what it is called, and how it comes and goes.

SameSite is Lax, not Strict. With Strict, a person who follows a link to us from another page (a helpline's
site, a message, a note to self) would arrive without the cookie, and the place in line or the chat would
seem to be gone. Lax sends it when a link is followed and never with a form or a request of another site.
It has no Max-Age: closing the browser forgets the visit.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

VISIT = "__Host-visit"
PAUSE = "__Host-pause"
PAUSE_SECONDS = 30 * 24 * 3600


def give_visit(response: HttpResponse, token: str) -> None:
    """Put a visit's secret into the browser."""
    response.set_cookie(VISIT, token, secure=True, httponly=True, samesite="Lax", path="/")


def give_pause(response: HttpResponse, token: str) -> None:
    """Let this browser be known at the door for thirty days at most. "Leave now" forgets it with the rest."""
    response.set_cookie(
        PAUSE, token, max_age=PAUSE_SECONDS, secure=True, httponly=True, samesite="Lax", path="/"
    )


def pause_of(request: HttpRequest) -> str:
    """What this browser is known by at the door, if anything."""
    return str(request.COOKIES.get(PAUSE, ""))


def forget_all(request: HttpRequest, response: HttpResponse) -> None:
    """Expire every cookie that came with this request, except that of signed-in staff."""
    for name in request.COOKIES:
        if name != settings.SESSION_COOKIE_NAME:
            response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Lax", path="/")
