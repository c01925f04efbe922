"""Coming in by a one-time link."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from beside.foundation.errors import Invalid
from beside.people import actions, queries
from beside.people.forms import AcceptForm, PhraseForm
from beside.people.models import Invitation, Person
from beside.web import looks


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
@sensitive_post_parameters()
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation, or choose a new pass-phrase: the link says which."""
    invitation = queries.invitation(token)
    view = _renew if invitation.person else _join
    return view(request, invitation, token)


def _join(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    known = {"name": invitation.name, "email": invitation.email, "language": invitation.language}
    form = AcceptForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            return _sign_in(request, actions.accept_invitation(token=token, **form.cleaned_data))
        except Invalid as refusal:
            form.add_error(None, str(refusal))
    facts = {"form": form, "invitation": invitation}
    return render(request, "people/welcome.html", facts, status=422 if form.errors else 200)


def _renew(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form = PhraseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.choose_phrase(token=token, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your new pass-phrase is set. Sign in with it."))
            return redirect("account_login")
    facts = {"form": form, "invitation": invitation}
    return render(request, "people/renew.html", facts, status=422 if form.errors else 200)


def _sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """Somebody who has just chosen a pass-phrase need not type it again; the second step comes next."""
    record_authentication(request, person.account, method="password")
    login = Login(user=person.account, redirect_url=reverse("people:first_step"))
    response: HttpResponse = perform_login(request, login)
    looks.remember(response, "language", person.language)
    return response
