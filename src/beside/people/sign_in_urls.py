"""Sign-in and second steps: allauth's views at our addresses. Sign-up, mail and social sign-in have none."""

from collections.abc import Sequence
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_http_methods

from beside.people.doors import View, signed_in
from beside.people.models import Account
from beside.people.views import me


def page(view: View, methods: Sequence[str] = ("GET", "HEAD", "POST")) -> View:
    """A view of the library. They take more of themselves: PUT as POST, and OPTIONS past its doors."""
    return require_http_methods([*methods])(view)


def inside(view: View, methods: Sequence[str] = ("GET", "HEAD", "POST")) -> View:
    """The same behind our door: the library's own lets a stranger's POST write a session first."""

    def plain(request: HttpRequest, _account: Account, *args: Any, **about: Any) -> HttpResponseBase:
        return view(request, *args, **about)

    return page(signed_in(plain), methods)


urlpatterns = [
    path("in", page(account.login), name="account_login"),
    path("in/out", page(account.logout), name="account_logout"),
    path("in/again", inside(account.reauthenticate), name="account_reauthenticate"),
    path("in/passkey", page(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("in/passkey/again", inside(passkey.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("in/2fa", page(step.authenticate), name="mfa_authenticate"),
    path("in/2fa/again", inside(step.reauthenticate), name="mfa_reauthenticate"),
    path("in/me", me.me, name="mfa_index"),
    path("in/me", me.me, name="mfa_list_webauthn"),
    path("in/me/app", inside(app.activate_totp), name="mfa_activate_totp"),
    path("in/me/app/removal", inside(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("in/me/codes", inside(codes.view_recovery_codes, ("GET", "HEAD")), name="mfa_view_recovery_codes"),
    path("in/me/codes/new", inside(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("in/me/passkeys/new", inside(passkey.add_webauthn), name="mfa_add_webauthn"),
    path("in/me/passkeys/<int:pk>/removal", inside(passkey.remove_webauthn), name="mfa_remove_webauthn"),
]
