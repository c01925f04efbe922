"""How mail to staff leaves the house."""

from typing import Any
from urllib.parse import unquote, urlsplit

from beside.project.environment import Environment

_SUBMISSION = {"smtp": 587, "smtps": 465}


def configured(installation: Environment) -> dict[str, Any]:
    """Django's EMAIL_… settings. `smtps` speaks TLS at once; `smtp` asks for it, except on loopback."""
    if not installation.mail_url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(installation.mail_url)
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or _SUBMISSION[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not near,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": installation.mail_from,
        "SERVER_EMAIL": installation.mail_from,
    }
