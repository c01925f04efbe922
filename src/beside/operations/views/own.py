"""What is kept about me: look at it, take it along, have it destroyed. With scripts or without."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from beside.operations import copies, erasing
from beside.people import cookies
from beside.people.models import Person
from beside.people.queries import visitor


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept and until when. Without a visit: how to open one's chat first."""
    person = visitor(request)
    if person is None:
        return render(request, "operations/nothing.html", _standing_receipt(request))
    shown = {"person": person, "kept": copies.kept(person), "chats": copies.readable(person)}
    return render(request, "operations/data.html", shown)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything the person may read, as a page or as JSON. Named so that a list of files tells nothing."""
    person = visitor(request)
    if person is None:
        return redirect("operations:data")
    whole = copies.whole(person)
    if request.GET.get("as") == "json":
        response: HttpResponse = JsonResponse(copies.plain(whole), json_dumps_params={"indent": 2})
        response["Content-Disposition"] = 'attachment; filename="notes.json"'
        return response
    response = render(request, "operations/copy_print.html", whole)
    response["Content-Disposition"] = 'attachment; filename="notes.html"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    """One question, one button. A second press, another tab, the way back: the same receipt again."""
    person = visitor(request)
    if request.method != "POST":
        return (
            render(request, "operations/erasure.html", _asked(person))
            if person
            else redirect("operations:data")
        )
    if person is None:
        before = _standing_receipt(request).get("receipt")
        return redirect("operations:receipt", before.pk) if before else redirect("operations:data")
    made = erasing.erase_person(person=person)
    response = redirect("operations:receipt", made.pk)
    cookies.forget_all(request, response)
    return response


@require_safe
def receipt(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """What happened, and what is still to happen by when. For whoever has its number. Raises NotForYou."""
    return render(request, "operations/receipt.html", erasing.receipt(number))


def _asked(person: Person) -> dict[str, Any]:
    return {"person": person, "held": erasing.would_be_held(person), "running": erasing.is_talking(person)}


def _standing_receipt(request: HttpRequest) -> dict[str, Any]:
    """The receipt of whoever this browser's ended visit belonged to."""
    found = erasing.receipt_of_visit(request.COOKIES.get(cookies.VISIT, ""))
    return {"receipt": found} if found else {}
