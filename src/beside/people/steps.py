"""The forms of the second step, where ours differ from the library's."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.cache import cache

from beside.journal import audit


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """A code is good once. The library remembers used ones for a period; with tolerance they live longer."""

    def clean_code(self) -> Any:
        """The code, when it is right and new. Recovery codes are used up by the library itself."""
        code = super().clean_code()
        _use_up(self.user.pk, str(self.data.get("code", "")))
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        audit.record(actor=None, act="sign-in.failed", about=str(self.user.person_id), reason="second step")


class FreshStepForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, when somebody who is signed in shows again who they are."""

    def clean_code(self) -> Any:
        """The code, when it is right and new."""
        code = super().clean_code()
        _use_up(self.user.pk, str(self.data.get("code", "")))
        return code


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key is a passkey: it must check the person (finger, face, PIN), so that it can sign in alone."""

    def clean_passwordless(self) -> bool:
        """Always: the library then refuses a key that did not check who holds it."""
        return True


def _use_up(account_id: int, code: str) -> None:
    lives = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    typed = "".join(code.split())
    if not cache.add(f"code-used:{account_id}:{typed}", True, timeout=lives):
        raise get_adapter().validation_error("incorrect_code")
