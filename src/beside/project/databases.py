"""Where the tables are: everything in `default`, the wrapped data keys in `keys`."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from beside.project.environment import Environment

_PATIENCE = 3
"""Seconds to wait for PostgreSQL: the pages with numbers must not hang on a database that is away."""

_MAIN_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0;"
)
_KEYS_PRAGMAS = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"


def configured(environment: Environment) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for this environment."""
    if not environment.database_url:
        return {
            "default": _sqlite(environment.data / "beside.db", _MAIN_PRAGMAS),
            "keys": _sqlite(environment.data / "keys.db", _KEYS_PRAGMAS),
        }
    main = _postgres(environment.database_url)
    keys = (
        _postgres(environment.keys_database_url)
        if environment.keys_database_url
        else {**main, "NAME": f"{main['NAME']}_keys"}
    )
    return {"default": main, "keys": keys}


def _sqlite(path: Path, pragmas: str) -> dict[str, Any]:
    return {
        "ENGINE": "beside.foundation.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": pragmas},
        "TEST": {"NAME": str(path.with_suffix(".test.db"))},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": _PATIENCE},
    }


_KEY_STORE = {"datakey", "keyepoch", "housekey"}
"""The journal's models that live in the key store."""


class KeysApart:
    """Database router: the journal's keys live in `keys`, and nothing else does."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        is_key = model._meta.app_label == "journal" and model._meta.model_name in _KEY_STORE
        return "keys" if is_key else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        is_key = app_label == "journal" and (model_name or "") in _KEY_STORE
        return is_key if db == "keys" else not is_key
