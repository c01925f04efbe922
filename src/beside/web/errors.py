"""Pages for when something does not work: small, human, without a table. Each has /now and Leave."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.foundation import figures
from beside.foundation.errors import DomainError, NotForYou, TooMany
from beside.web import looks, origin

WORDS: Mapping[int, tuple[Promise, Promise]] = {
    400: (
        _("We couldn’t read that."),
        _("Something on the way changed what was sent. Going back and trying again usually helps."),
    ),
    403: (
        _("This page stays closed here."),
        _("It needs a different way in. Nothing you did is wrong, and nothing was sent."),
    ),
    404: (
        _("There is nothing at this address."),
        _(
            "It may have ended, or the address lost a letter on the way. You haven’t lost your place "
            "anywhere else."
        ),
    ),
    405: (
        _("That works from its own page only."),
        _("Going back and pressing the button there does it."),
    ),
    409: (
        _("That isn’t possible any more."),
        _("Something changed in the meantime. Going back shows how things stand now."),
    ),
    410: (
        _("This has ended."),
        _("What was here is gone, as promised. You can start again whenever you want."),
    ),
    422: (
        _("That needs another look."),
        _("Going back keeps what you wrote."),
    ),
    429: (
        _("A short pause is needed."),
        _("That was a lot of tries in a row. Wait a little, then try again. Nothing is lost."),
    ),
    500: (
        _("That’s our fault, not yours."),
        _("Something broke on our side. Going back keeps what you wrote. Try again, or call."),
    ),
    503: (
        _("We can’t answer at this moment."),
        _("Something on our side is being put right. Try again in a minute, or call now."),
    ),
}
LONG_ENOUGH_TO_MISS = 3


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page for `status`, with `sentence` in place of the general words when there is one."""
    title, words = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    facts = {"heading": title, "words": sentence or words, "status": status}
    return render(request, "web/error.html", facts, status=status)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A refusal as a page, or for htmx as a fragment that lands in `#refusals` and leaves the rest alone."""
    figures.REFUSALS.labels(refusal.code).inc()
    if request.headers.get("HX-Request") == "true":
        response = render(request, "web/parts/refusal.html", {"words": str(refusal)}, status=refusal.status)
        response["HX-Retarget"] = "#refusals"
        response["HX-Reswap"] = "innerHTML"
    else:
        response = page(request, refusal.status, "" if refusal.sentence is NotForYou.PLAIN else str(refusal))
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(max(1, round(refusal.retry_after)))
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return page(request, 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. Says the same for what never was and for what this person may not see."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return page(request, 500)


def unchecked(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nothing was sent; what was written is shown again so that it can be copied.

    Words are shown only when the browser says one of our own pages sent them, so that no other site can put
    words of its own into ours.
    """
    kept = _written(request) if origin.is_ours(request) else []
    facts = {"kept": kept, "again": looks.way_back(request, request.path)}
    return render(request, "web/unchecked.html", facts, status=403)


def _written(request: HttpRequest) -> list[str]:
    hidden = {"csrfmiddlewaretoken", "password", "next"}
    given = [value for name, values in request.POST.lists() if name not in hidden for value in values]
    return [words for value in given if len(words := str(value).strip()) >= LONG_ENOUGH_TO_MISS]
