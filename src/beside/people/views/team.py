"""Who is on the staff: the list, invitations, one colleague."""

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from beside.foundation import clock
from beside.foundation.errors import DomainError
from beside.people import actions, mail, queries
from beside.people.doors import fresh_only, staff_only
from beside.people.forms import AskResetForm, InviteForm, QualificationForm, RolesForm
from beside.people.models import Person, Role

SOON = timedelta(days=30)
"""So long before its day the list says that a record is to be looked at again."""

runs_the_team = staff_only(Role.MANAGER, Role.ADMINISTRATOR)


@require_safe
@runs_the_team
def team(request: HttpRequest, person: Person) -> HttpResponse:
    """Everyone, the open invitations, and what waits for a second person."""
    return _team(request, person, InviteForm(person))


@require_POST
@runs_the_team
@fresh_only
def invitations(request: HttpRequest, person: Person) -> HttpResponse:
    """Invite a colleague. The link is in this answer, once, to hand over."""
    form = InviteForm(person, request.POST)
    if not form.is_valid():
        return _team(request, person, form, status=422)
    try:
        made, token = actions.invite(actor=person, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _team(request, person, form, status=refusal.status)
    facts = {"invitation": made, "link": mail.link(token), "is_mailed": mail.is_set_up()}
    return render(request, "people/link.html", facts)


@require_POST
@runs_the_team
def withdrawal(request: HttpRequest, person: Person, invitation_id: uuid.UUID) -> HttpResponse:
    """Make a link useless."""
    for invitation in queries.open_invitations().filter(pk=invitation_id):
        actions.withdraw_invitation(actor=person, invitation=invitation)
    return redirect("people:team")


@require_safe
@runs_the_team
def colleague(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """One colleague: roles, sessions, lost things, the account."""
    member = queries.member(member_id)
    return _colleague(request, person, member)


@require_POST
@runs_the_team
@fresh_only
def roles(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """Give the roles that are ticked and take the others."""
    member = queries.member(member_id)
    form = RolesForm(person, request.POST)
    if form.is_valid():
        actions.choose_roles(actor=person, person=member, roles=form.cleaned_data["roles"])
    return redirect("people:colleague", member_id)


@require_POST
@runs_the_team
@fresh_only
def qualification(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """Write down what a colleague may take, or take the record away."""
    member = queries.member(member_id)
    form = QualificationForm(request.POST)
    if not form.is_valid():
        return _colleague(request, person, member, form)
    if form.cleaned_data["most_urgency"] is None:
        actions.unqualify(actor=person, person=member)
    else:
        actions.qualify(actor=person, person=member, **form.cleaned_data)
    return redirect("people:colleague", member_id)


@require_POST
@runs_the_team
@fresh_only
def sign_out(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """End all sessions of a colleague."""
    actions.end_sessions(actor=person, person=queries.member(member_id))
    return redirect("people:colleague", member_id)


@require_POST
@runs_the_team
@fresh_only
def closure(request: HttpRequest, person: Person, member_id: uuid.UUID) -> HttpResponse:
    """Close a colleague's account, or open it again (`open=yes`)."""
    verb = actions.reactivate if request.POST.get("open") else actions.deactivate
    verb(actor=person, person=queries.member(member_id))
    return redirect("people:colleague", member_id)


def _team(request: HttpRequest, person: Person, form: InviteForm, status: int = 200) -> HttpResponse:
    members = list(queries.members())
    facts = {
        "person": person,
        "members": members,
        "without_step": queries.without_factor(members),
        "at_the_desk": {one.pk for one in members if queries.is_at_the_desk(one)},
        "today": clock.today(),
        "soon": clock.today() + SOON,
        "invitations": queries.open_invitations(),
        "resets": queries.open_resets(),
        "form": form,
    }
    return render(request, "people/team.html", facts, status=status)


def _colleague(
    request: HttpRequest,
    person: Person,
    member: Person,
    record: QualificationForm | None = None,
) -> HttpResponse:
    facts = {
        "person": person,
        "member": member,
        "record": record or QualificationForm(initial=queries.qualification_of(member)),
        "at_the_desk": queries.is_at_the_desk(member),
        "today": clock.today(),
        "roles_form": RolesForm(person, initial={"roles": sorted(member.roles())}),
        "reset_form": AskResetForm(),
        "sessions": queries.sessions(member),
        "resets": queries.open_resets().filter(person=member),
        "has_step": member.pk not in queries.without_factor([member]),
    }
    return render(request, "people/colleague.html", facts, status=422 if record else 200)
