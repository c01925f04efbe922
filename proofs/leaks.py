"""Three ways to keep a trace of a person, each as somebody might well build it: what P23 must find.

Only for `proofs.serving`; see `proofs.broken`.
"""

import hashlib
import sys
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from beside.journal import audit

_Answer = Callable[[HttpRequest], HttpResponse]


class MetaLogged:
    """A log for debugging: what came with each request."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        print(
            {name: value for name, value in request.META.items() if name.isupper()},
            file=sys.stderr,
            flush=True,
        )
        return self.get_response(request)


class AddressHashed:
    """Against floods: the address, "only as a hash"."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = str(request.META.get("REMOTE_ADDR", ""))
        audit.record(actor=None, act="request", about=hashlib.sha256(address.encode()).hexdigest())
        return self.get_response(request)


class FormsSpooled:
    """Against lost posts: what was sent lies in a temporary file."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            with tempfile.NamedTemporaryFile(delete=False) as spool:
                spool.write(request.body)
        return self.get_response(request)


def _added(name: str) -> Callable[[], None]:
    def add() -> None:
        settings.MIDDLEWARE = [f"proofs.leaks.{name}", *settings.MIDDLEWARE]

    return add


BREAKAGES: dict[str, Callable[[], None]] = {
    "meta-logged": _added("MetaLogged"),
    "address-hashed": _added("AddressHashed"),
    "forms-spooled": _added("FormsSpooled"),
}
