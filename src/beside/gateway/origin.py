"""Which pages may open a socket: only our own, or a stranger's page could speak with a person's cookies."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from beside.gateway.guest import Scope

_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}


def allowed(scope: Scope, hosts: Sequence[str]) -> bool:
    """Whether the Origin is one of `hosts` (as Django's ALLOWED_HOSTS) and the very host that was asked."""
    given = _header(scope, b"origin")
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return False
    if not any(_fits(parts.hostname or "", host) for host in hosts):
        return False
    return _bare(parts.netloc, parts.scheme) == _bare(_header(scope, b"host"), parts.scheme)


def _header(scope: Scope, name: bytes) -> str:
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin-1").strip() if len(values) == 1 else ""


def _fits(name: str, host: str) -> bool:
    host = host.lower().strip("[]")
    below = host.startswith(".") and (name.endswith(host) or name == host[1:])
    return host in ("*", name) or below


def _bare(netloc: str, scheme: str) -> str:
    return netloc.lower().removesuffix(":" + _PORTS[scheme])
