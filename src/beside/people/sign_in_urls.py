"""Sign-in and second steps: allauth's views at our addresses. Sign-up, mail and social sign-in have none."""

from allauth.account import views as account
from allauth.mfa.base import views as step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from beside.people.views import me

urlpatterns = [
    path("in", account.login, name="account_login"),
    path("in/out", account.logout, name="account_logout"),
    path("in/again", account.reauthenticate, name="account_reauthenticate"),
    path("in/passkey", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("in/passkey/again", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("in/2fa", step.authenticate, name="mfa_authenticate"),
    path("in/2fa/again", step.reauthenticate, name="mfa_reauthenticate"),
    path("in/me", me.me, name="mfa_index"),
    path("in/me", me.me, name="mfa_list_webauthn"),
    path("in/me/app", app.activate_totp, name="mfa_activate_totp"),
    path("in/me/app/removal", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("in/me/codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("in/me/codes/new", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("in/me/passkeys/new", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("in/me/passkeys/<int:pk>/removal", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]
