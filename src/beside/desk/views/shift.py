"""The shift home: come on shift, pause, go home, and one's own chats."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from beside.desk import actions
from beside.desk.actions.shifts import most_slots
from beside.desk.forms.shift import ShiftForm
from beside.desk.queries import exposure, rota, rota_pages, service, wrap_ups_due
from beside.desk.queries.aftercare import debrief_offered, follow_ups_of
from beside.desk.queries.board import board_of
from beside.desk.queries.panes import past_of, shell
from beside.desk.queries.rail import line_of, shift_of
from beside.foundation.errors import DomainError
from beside.people.doors import staff_only
from beside.people.models import AT_THE_DESK, Person, Role


@require_GET
@staff_only(*AT_THE_DESK)
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """The shift, what is still to be wrapped up, and the chats of the last seven days."""
    return render(request, "desk/console/home.html", _context(person, _form(person)))


@require_POST
@staff_only(*AT_THE_DESK)
def shift(request: HttpRequest, person: Person) -> HttpResponse:
    """Come on shift; what was chosen stays on the page when it cannot be."""
    form = _form(person, request.POST)
    if not form.is_valid():
        return render(request, "desk/console/home.html", _context(person, form), status=422)
    chosen = form.cleaned_data
    actions.start_shift(
        person=person,
        slots=chosen["slots"],
        languages=chosen["languages"],
        until=form.until,
        services=form.chosen_services,
    )
    return redirect("desk:live")


@require_POST
@staff_only(*AT_THE_DESK)
def pause(request: HttpRequest, person: Person) -> HttpResponse:
    """Take nobody new for a while (`on=1`), or again (`on=0`)."""
    if request.POST.get("on") == "1":
        actions.pause(person=person)
    else:
        actions.resume(person=person)
    return redirect("desk:home" if request.POST.get("next") == "home" else "desk:live")


@require_POST
@staff_only(*AT_THE_DESK)
def longer(request: HttpRequest, person: Person) -> HttpResponse:
    """Stay an hour more. Where a shift is long enough it says so, and nothing changes."""
    try:
        actions.stay_longer(person=person)
    except DomainError as refusal:
        context = {**_context(person, _form(person)), "problem": refusal}
        return render(request, "desk/console/home.html", context, status=refusal.status)
    return redirect("desk:home")


@require_POST
@staff_only(*AT_THE_DESK)
def shift_end(request: HttpRequest, person: Person) -> HttpResponse:
    """Go home. With a chat still running it says so, and nothing changes."""
    try:
        actions.end_shift(person=person)
    except DomainError as refusal:
        context = {**_context(person, _form(person)), "problem": refusal}
        return render(request, "desk/console/home.html", context, status=refusal.status)
    return redirect("desk:home")


def _form(person: Person, given: Any = None) -> ShiftForm:
    return ShiftForm(given, person=person, most=most_slots(service(), person))


def _context(person: Person, form: ShiftForm) -> dict[str, Any]:
    now = board_of(person)
    return {
        "person": person,
        "shift": shift_of(now),
        "line": line_of(now),
        "due": [shell(chat) for chat in wrap_ups_due(person)],
        "past": [{**shell(chat), "own": chat.listener_id == person.pk} for chat in past_of(person)],
        "follow_ups": follow_ups_of(person),
        "debrief": debrief_offered(person),
        "rest": exposure.of(person).cools_until,
        "cares": person.has_role(Role.SUPERVISOR),
        "colleagues": [one.person.name for one in now.colleagues if one.here],
        "form": form,
        "comes": rota_pages.next_of(person),
        "may_begin": rota.may_begin(person),
        "permit": rota.permit_of(person),
    }
