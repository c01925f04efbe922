"""The phrases of the guide, to change: one page for each language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from beside.desk import queries, wording
from beside.desk.actions.phrases import EDITORS, MOST, MOST_LABEL, MOST_WORDS, set_phrases
from beside.desk.models import Phase
from beside.desk.queries import phrases as found
from beside.desk.queries.phrases import Written
from beside.foundation.errors import DomainError, NotForYou
from beside.people.doors import staff_only
from beside.people.models import Person

SPARE = 2
"""Empty places at the end of each part."""


@require_http_methods(["GET", "POST"])
@staff_only(*EDITORS)
def phrases(request: HttpRequest, person: Person) -> HttpResponse:
    """Change the phrases of one language, or go back to the built-in ones. What is refused stays."""
    language = _language(request)
    written = found.to_edit(language)
    if request.method != "POST":
        return _page(request, language, written)
    given = _given(request) if request.POST.get("act") != "built-in" else {}
    try:
        set_phrases(actor=person, language=language, written=given, seen=request.POST.get("seen", ""))
    except DomainError as refusal:
        return _page(request, language, given or written, refusal)
    return redirect(f"{request.path}?language={language}&saved=1")


def _language(request: HttpRequest) -> str:
    """The language the page is about: one that is offered, the first if none is named."""
    offered = queries.languages() or ["en"]
    asked = request.POST.get("language", request.GET.get("language", offered[0]))
    if asked not in offered:
        raise NotForYou()
    return asked


def _given(request: HttpRequest) -> dict[str, list[tuple[str, str]]]:
    pairs: dict[str, list[tuple[str, str]]] = {}
    for phase in Phase:
        labels = request.POST.getlist(f"{phase.value}-label")[: MOST + SPARE]
        words = request.POST.getlist(f"{phase.value}-words")[: MOST + SPARE]
        pairs[phase.value] = list(zip(labels, words, strict=False))
    return pairs


def _page(
    request: HttpRequest, language: str, written: Written, problem: DomainError | None = None
) -> HttpResponse:
    parts: list[dict[str, Any]] = []
    for phase in Phase:
        rows = [pair for pair in written.get(phase.value, ()) if any(pair)]
        spare = [("", "")] * max(0, min(SPARE, MOST - len(rows)))
        parts.append({"key": phase.value, "name": phase.label, "rows": [*rows, *spare]})
    context = {
        "parts": parts,
        "language": language,
        "languages": [(code, wording.own_name(code)) for code in queries.languages()],
        "own": any(found.own_phrases(language).values()),
        "seen": found.stamp_of(language),
        "saved": "saved" in request.GET,
        "problem": problem,
        "most_label": MOST_LABEL,
        "most_words": MOST_WORDS,
    }
    status = problem.status if problem else 200
    return render(request, "desk/console/course/phrases.html", context, status=status)
