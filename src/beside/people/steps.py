"""The library's forms of sign-in and second steps, in our words and with what it leaves open closed."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.cache import cache
from django.forms import Field
from django.utils.translation import gettext as _

from beside.journal import audit

_NONSENSE = (KeyError, TypeError, ValueError, AttributeError)


class SignInForm(LoginForm):
    """E-mail and pass-phrase. Password managers and pasting are welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["login"], _("E-mail"), "username")
        _call(self.fields["password"], _("Pass-phrase"), "current-password")


class PhraseAgainForm(PasswordAgainForm):
    """The pass-phrase of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["password"], _("Pass-phrase"), "current-password")


class _Once:
    """A code is good once. The library remembers used ones for a period; with tolerance they live longer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        _call(form.fields["code"], _("Code from your app, or a recovery code"), "one-time-code")

    def clean_code(self) -> Any:
        """The code, when it is right and new. Recovery codes are used up by the library itself."""
        form: Any = self
        code = super().clean_code()  # type: ignore[misc]  # of the form beside it
        _use_up(form.user.pk, str(form.data.get("code", "")))
        return code


class SecondStepForm(_Once, AuthenticateForm):
    """The second step of a sign-in."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        audit.record(actor=None, act="sign-in.failed", about=str(self.user.person_id), reason="second step")


class FreshStepForm(_Once, ReauthenticateForm):
    """The same, when somebody who is signed in shows again who they are."""


class AppForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["code"], _("The six digits"), "one-time-code")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class _Sturdy:
    """The library trips over answers that no browser sends; here they are refused like other wrong ones."""

    def clean_credential(self) -> Any:
        """The key that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except _NONSENSE as wrong:
            raise get_adapter().validation_error("incorrect_code") from wrong


class KeyAloneForm(_Sturdy, LoginWebAuthnForm):
    """Sign-in with a passkey alone."""


class KeyStepForm(_Sturdy, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class KeyAgainForm(_Sturdy, ReauthenticateWebAuthnForm):
    """A passkey of somebody who is signed in."""


class PasskeyForm(AddWebAuthnForm):
    """Every key is a passkey: it must check the person (finger, face, PIN), so that it can sign in alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields["name"], _("What to call it"), "off")

    def clean_passwordless(self) -> bool:
        """Always: the library then refuses a key that did not check who holds it."""
        return True

    def clean(self) -> Any:
        """The new key."""
        try:
            return super().clean()
        except _NONSENSE as wrong:
            raise get_adapter().validation_error("incorrect_code") from wrong


def _call(field: Field, label: str, autocomplete: str) -> None:
    """Our label, what a browser may fill in, and no placeholder: it vanishes when it is needed."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = autocomplete


def _use_up(account_id: int, code: str) -> None:
    lives = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    typed = "".join(code.split())
    if not cache.add(f"code-used:{account_id}:{typed}", True, timeout=lives):
        raise get_adapter().validation_error("incorrect_code")
