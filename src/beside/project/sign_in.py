"""How staff sign in: Django's and allauth's settings. Seekers never touch any of this."""

from typing import Any

from beside.project.environment import Environment

_HOURS_SIGNED_IN = 12
_MINUTES_FRESH = 10


def configured(installation: Environment) -> dict[str, Any]:
    """Sessions, cookies, hashing, limits, pass-phrases and second steps."""
    return {
        **_SESSIONS,
        **_PHRASES,
        **_ACCOUNTS,
        **_second_steps(installation),
        "CACHES": _caches(installation),
    }


_SESSIONS = {
    "SESSION_ENGINE": "beside.people.sessions",
    "SESSION_COOKIE_NAME": "__Host-staff",
    "SESSION_COOKIE_AGE": _HOURS_SIGNED_IN * 3600,
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    # Strict costs something: who follows a link from a mail to the desk has to open the page anew.
    "SESSION_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_AGE": None,  # gone with the browser: a year-long cookie would tell that somebody was here
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Lax",
    "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
}

_PHRASES = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "PASSWORD_HASHERS": ["beside.people.hashers.Argon2"],
    "AUTH_PASSWORD_VALIDATORS": [{"NAME": "beside.people.passphrases.HardToGuess"}],
}

_ACCOUNTS = {
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "/desk",
    "ACCOUNT_ADAPTER": "beside.people.sign_in.StaffAdapter",
    "ACCOUNT_FORMS": {
        "login": "beside.people.steps.SignInForm",
        "reauthenticate": "beside.people.steps.PhraseAgainForm",
    },
    "ACCOUNT_RATE_LIMITS": {"login_failed": "10/m/ip,5/5m/key"},
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "/in",
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": _MINUTES_FRESH * 60,
}


_FORMS = {
    "authenticate": "beside.people.steps.SecondStepForm",
    "reauthenticate": "beside.people.steps.FreshStepForm",
    "activate_totp": "beside.people.steps.AppForm",
    "login_webauthn": "beside.people.steps.KeyAloneForm",
    "authenticate_webauthn": "beside.people.steps.KeyStepForm",
    "reauthenticate_webauthn": "beside.people.steps.KeyAgainForm",
    "add_webauthn": "beside.people.steps.PasskeyForm",
}


def _second_steps(installation: Environment) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "beside.people.sign_in.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_TOLERANCE": 1,  # one step of 30 s either way: clocks of phones drift
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # the invitation came by that address, or from a colleague's hand
        # Browsers take http://localhost for a safe place, the library does not.
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "MFA_FORMS": _FORMS,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not installation.production,
    }


def _caches(installation: Environment) -> dict[str, Any]:
    """Where limits count: in each process, or in Redis when there is one for all of them."""
    if not installation.redis_url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    where = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": installation.redis_url}
    return {"default": {**where, "KEY_PREFIX": "beside"}}
