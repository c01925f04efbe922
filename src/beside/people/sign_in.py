"""How allauth behaves in this house: who may sign in, what is written down, where people land."""

import hashlib
import hmac
import ipaddress
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beside.foundation import clock, roots, vault
from beside.foundation.errors import Unavailable
from beside.journal import audit, housekeys
from beside.people import browsers, pictures, queries
from beside.people.models import AT_THE_DESK, Account
from beside.web import errors, house, looks

_REFUSED = gettext_lazy("That did not work. Check both fields, or wait a few minutes after several tries.")
"""One sentence for every failure: it tells nobody which address has an account, or what was wrong."""


class StaffAdapter(DefaultAccountAdapter):
    """Sign-in for staff. Nobody signs up: people come in by invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _REFUSED,
        "email_password_mismatch": _REFUSED,
        "incorrect_password": _REFUSED,
        "invalid_login": _REFUSED,
        "too_many_login_attempts": _REFUSED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, note when and in which browser, and write it into the audit trail."""
        super().login(request, user)
        request.session["begun_at"] = clock.now().isoformat()
        request.session["browser"] = browsers.named(request.headers.get("User-Agent", ""))
        audit.record(
            actor=_person(user), act="sign-in", about=str(_person(user)), reason=_by_what(request, user)
        )

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and write it into the audit trail."""
        account = queries.account_of(request)
        super().logout(request)
        if account:
            audit.record(actor=account.person_id, act="sign-out", about=str(account.person_id))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a failed try at a known account into the audit trail; of an unknown address, nothing."""
        account = Account.objects.filter(email__iexact=credentials.get("email", "")).first()
        if account:
            audit.record(actor=None, act="sign-in.failed", about=str(account.person_id))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account fails like a wrong pass-phrase."""
        messages.error(request, _REFUSED)
        return redirect("account_login")

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the pass-phrase of somebody who is signed in."""
        found = self.authenticate(context.request, email=user.email, password=password)  # type: ignore[attr-defined]  # an Account
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """The ways to show again who one is, in our words."""
        words = {
            "reauthenticate": _("Use the pass-phrase"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words[way["id"]]} for way in ways]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within some minutes of signing in: that was proof enough."""
        return not is_fresh(context.request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for those who have a place there, the team page for the others."""
        account = queries.account_of(request)
        return "/desk" if account is None or account.person.has_role(*AT_THE_DESK) else "/team"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Pages from here on are in the language this person chose."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, Account):
            looks.remember(response, "language", user.person.language)
        return response

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The library's small talk is left out; its errors are ours to word."""
        if level >= messages.ERROR:
            messages.error(request, _REFUSED)

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any
    ) -> None:
        """Called whenever a second step is set up or removed: a line in the audit trail, no mail."""
        changed = template_prefix.rpartition("/")[2].replace("_", " ")
        audit.record(actor=_person(user), act="second-step.changed", about=str(_person(user)), reason=changed)

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the limits count by: a keyed hash of the address (of the /64, for IPv6), never the address."""
        key = vault.derive(roots.primary(), "sign-in limits")
        day = clock.today().isoformat()
        near = f"{day} {_network(request.META.get('REMOTE_ADDR', ''))}"
        return hmac.new(key, near.encode(), hashlib.sha256).hexdigest()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries count for each account and network: a stranger elsewhere cannot lock a colleague out."""
        return f"{self.get_client_ip(request)}:{credentials.get('email', '').lower()}"


class FactorAdapter(DefaultMFAAdapter):
    """Second steps: secrets are sealed at rest, and the names are ours."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code did not work. Wait for the next one and type that."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret or recovery seed for the table, bound to the account that sets it up."""
        owner = getattr(getattr(context.request, "user", None), "pk", None) or ""
        return f"{owner}.{vault.seal(_factor_key(), text.encode(), f'second step {owner}'.strip()).hex()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises Unavailable."""
        owner, _dot, sealed = encrypted_text.rpartition(".")
        about = f"second step {owner}".strip()
        return vault.unseal(_factor_key(), bytes.fromhex(sealed), about).decode()

    def is_mfa_enabled(self, user: AbstractBaseUser, types: Any = None) -> bool:
        """Whether this account has a second step. Raises Unavailable when one of them is not its own."""
        for data in Authenticator.objects.filter(user=user).values_list("data", flat=True):
            owner = str(data.get("secret") or data.get("seed") or "").rpartition(".")[0]
            if owner not in ("", str(user.pk)):
                raise Unavailable(_REFUSED)
        return bool(super().is_mfa_enabled(user, types))

    def get_totp_issuer(self) -> str:
        """The name that an authenticator app shows."""
        return house.current().name

    def build_totp_svg(self, url: str) -> str:
        """The address as a picture to scan: dark on white in every theme, without inline styles."""
        return pictures.scannable(url, _("A square to scan with an authenticator app"))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """A new passkey is called after the browser it was made in."""
        return browsers.named(context.request.headers.get("User-Agent", "")) or _("Passkey")


def slow_down(request: HttpRequest) -> HttpResponse:
    """handler429: what a limit of the library answers with."""
    return errors.page(request, 429)


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session showed within the last minutes who holds it: by signing in, or again since."""
    records = get_authentication_records(request, request.user)
    latest = max((record.get("at", 0.0) for record in records), default=0.0)
    return bool(time.time() - latest < app_settings.REAUTHENTICATION_TIMEOUT)


def _by_what(request: HttpRequest, user: AbstractBaseUser) -> str:
    """How somebody signed in, such as "password, totp"."""
    records = get_authentication_records(request, user)
    return ", ".join(str(record.get("type") or record["method"]) for record in records)


def _person(user: AbstractBaseUser) -> Any:
    return user.person_id  # type: ignore[attr-defined]  # an Account


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{found}/{64 if found.version == 6 else 32}", strict=False))


def _factor_key() -> bytes:
    return housekeys.key("second steps")
