"""Headers of every answer, and refusals turned into pages. Knows no person."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from beside.foundation.errors import DomainError
from beside.web import errors, house

Answer = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
            "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
            "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock",
            "serial", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip
INDEXED = frozenset({"/"})


class Headers:
    """What every answer carries unless its view said otherwise: nothing is kept, nothing is let in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            if name == "X-Robots-Tag" and request.path in INDEXED:
                continue
            response.headers.setdefault(name, value)
        return response


class Policy:
    """The parts of the content-security policy that depend on the page. Stands below CSPMiddleware.

    Sockets are named besides 'self' (Safari before 16 needs it), the way out is a place a form may lead to,
    and a page made from `web/staff.html` may create the policy that htmx needs.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        scheme = "wss" if request.is_secure() else "ws"
        update = {"connect-src": [f"{scheme}://{request.get_host()}"], "form-action": _way_out(request)}
        view_said = getattr(response, "_csp_update", None) or {}
        response._csp_update = {**update, **view_said}  # type: ignore[attr-defined]  # read by django-csp
        if getattr(request, "beside_staff_page", False):
            staff = {"trusted-types": "default"}
            response._csp_replace = {**staff, **(getattr(response, "_csp_replace", None) or {})}  # type: ignore[attr-defined]  # read by django-csp
        return response


class Refusals:
    """A DomainError raised by a view becomes one page with its sentence, or a fragment when htmx asked."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        said = errors.page(request, 405)
        said["Allow"] = response["Allow"]
        return said

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises; other exceptions go on to be a 500."""
        return errors.refused(request, exception) if isinstance(exception, DomainError) else None


def _way_out(request: HttpRequest) -> list[str]:
    address = urlsplit(house.of(request).exit_address)
    return [f"{address.scheme}://{address.netloc}"] if address.netloc else []
