"""Lost second steps and pass-phrases: asked by one person, decided by another."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from beside.people import actions, mail, queries
from beside.people.doors import fresh_only, staff_only
from beside.people.forms import AskResetForm
from beside.people.models import Person, Role

runs_the_team = staff_only(Role.MANAGER, Role.ADMINISTRATOR)
second_person = staff_only(Role.MANAGER, Role.ADMINISTRATOR, Role.SUPERVISOR)


@require_safe
@second_person
def resets(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for a second person."""
    return render(request, "people/resets.html", {"person": person, "resets": queries.open_resets()})


@require_POST
@runs_the_team
@fresh_only
def asking(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """Ask for a reset for a colleague."""
    member = queries.member(member_id)
    form = AskResetForm(request.POST)
    if not form.is_valid():
        return render(request, "people/ask_reset.html", {"member": member, "reset_form": form}, status=422)
    actions.ask_reset(actor=person, person=member, **form.cleaned_data)
    return redirect("people:colleague", member_id)


@require_POST
@second_person
@fresh_only
def approval(request: HttpRequest, person: Person, reset_id: uuid.UUID) -> HttpResponse:
    """Agree, as the second person. A new pass-phrase comes with a link to hand over."""
    reset = queries.reset(reset_id)
    token = actions.approve_reset(actor=person, reset=reset)
    if not token:
        return redirect("people:resets")
    facts = {"invitation": queries.invitation(token), "link": mail.link(token), "is_mailed": mail.is_set_up()}
    return render(request, "people/link.html", facts)


@require_POST
@second_person
def refusal(request: HttpRequest, person: Person, reset_id: uuid.UUID) -> HttpResponse:
    """Decline, or take one's own request back."""
    actions.refuse_reset(actor=person, reset=queries.reset(reset_id))
    return redirect("people:resets")
