"""Coming back by five words, and making them."""

import math

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from beside.foundation.errors import DomainError, TooMany
from beside.people import actions, cookies, guesses, homeward
from beside.people.doors import seeker_only
from beside.people.forms import BackForm
from beside.people.models import Person


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Open one's chat again, on any device. What was typed stays in the field until it opens something."""
    form = BackForm(request.POST or None)
    if not form.is_valid():
        return render(request, "people/back.html", {"form": form}, status=422 if form.errors else 200)
    place = guesses.place(request.META.get("REMOTE_ADDR", ""))
    try:
        visit, token = actions.come_back(place=place, **form.cleaned_data)
    except DomainError as refusal:
        return _again(request, form, place, refusal)
    response = redirect(homeward.address(visit.person))
    cookies.give_visit(response, token)
    return response


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
@seeker_only
def five_words(request: HttpRequest, person: Person) -> HttpResponse:
    """Make five words. They are in this answer and nowhere else: a page, or JSON for the chat's script."""
    facts = {"home": homeward.address(person)}
    if request.method != "POST":
        return render(request, "people/five_words.html", facts)
    is_script = request.headers.get("Accept") == "application/json"
    try:
        words = actions.make_phrase(person=person)
    except DomainError as refusal:
        if not is_script:
            raise
        return JsonResponse({"why": str(refusal)}, status=refusal.status)
    if is_script:
        return JsonResponse({"words": words})
    return render(request, "people/five_words.html", {**facts, "words": words})


def _again(request: HttpRequest, form: BackForm, place: str, refusal: DomainError) -> HttpResponse:
    form.add_error("words", str(refusal))
    facts = {"form": form}
    if not isinstance(refusal, TooMany):
        return render(request, "people/back.html", facts, status=refusal.status)
    ticket = guesses.ticket(place, refusal.retry_after)
    response = render(request, "people/back.html", {**facts, "ticket": ticket}, status=refusal.status)
    response["Retry-After"] = str(math.ceil(refusal.retry_after))
    return response
