"""What browsers are told to keep out: the content-security policy, referrers, cookies of the pages."""

from typing import Any

from csp.constants import NONE, SELF

_YEAR = 365 * 24 * 3600


def configured(*, production: bool) -> dict[str, Any]:
    """Settings of Django and django-csp. What depends on the page is added by `web.middleware.Policy`."""
    return {
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": _POLICY},
        # Not "no-referrer": with it browsers send `Origin: null` with our own forms, and CSRF checking would
        # refuse every one. Other sites are told nothing either way.
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_HSTS_SECONDS": _YEAR if production else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": False,
        "X_FRAME_OPTIONS": "DENY",
        "CSRF_FAILURE_VIEW": "beside.web.errors.unchecked",
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "LANGUAGE_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
    }


_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "manifest-src": [SELF],
    "worker-src": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["'none'"],
}
