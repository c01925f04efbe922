"""A member of staff's own page, and the page that asks for a second step before anything else."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beside.foundation.errors import Invalid
from beside.people import actions, queries
from beside.people.doors import fresh_only, signed_in, staff_only
from beside.people.forms import AboutMeForm, PhraseForm
from beside.people.models import Account, Person
from beside.people.sessions import row_key
from beside.web import looks


@require_safe
@signed_in
def first_step(request: HttpRequest, account: Account) -> HttpResponse:
    """Choose a second step. Shown until there is one."""
    if not queries.lacks_factor(account):
        return redirect("people:me")
    return render(request, "people/first_step.html", {"person": account.person})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only()
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """Name, languages, second steps, pass-phrase, sessions."""
    form = AboutMeForm(request.POST or None, initial=_known(person))
    if form.is_valid():
        actions.choose_about_me(person=person, **form.cleaned_data)
        response = redirect("people:me")
        looks.remember(response, "language", form.cleaned_data["language"])
        return response
    return _me(request, person, form, PhraseForm())


@require_POST
@sensitive_variables()
@sensitive_post_parameters()
@staff_only()
@fresh_only
def phrase(request: HttpRequest, person: Person) -> HttpResponse:
    """Change one's pass-phrase; other sessions end."""
    form = PhraseForm(request.POST)
    if form.is_valid():
        try:
            actions.change_phrase(person=person, keep=_here(request), **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            person.account.refresh_from_db()
            update_session_auth_hash(request, person.account)
            return redirect("people:me")
    return _me(request, person, AboutMeForm(initial=_known(person)), form, status=422)


@require_POST
@staff_only()
def session(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """End one of one's own sessions, named by its row."""
    actions.end_session(person=person, session_key=key)
    return redirect("people:me")


def _me(
    request: HttpRequest, person: Person, form: AboutMeForm, phrase_form: PhraseForm, status: int = 200
) -> HttpResponse:
    steps = Authenticator.objects.filter(user=person.account).order_by("created_at")
    kinds = Authenticator.Type
    facts = {
        "person": person,
        "form": form,
        "phrase_form": phrase_form,
        "passkeys": [step for step in steps if step.type == kinds.WEBAUTHN],
        "app": next((step for step in steps if step.type == kinds.TOTP), None),
        "codes": next((step.wrap() for step in steps if step.type == kinds.RECOVERY_CODES), None),
        "sessions": queries.sessions(person),
        "here": _here(request),
    }
    return render(request, "people/me.html", facts, status=status)


def _known(person: Person) -> dict[str, object]:
    return {"name": person.name, "language": person.language, "languages": person.languages}


def _here(request: HttpRequest) -> str:
    return row_key(str(request.session.session_key))
