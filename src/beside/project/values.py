"""How a variable's text becomes a value. Each parser raises ValueError with what the value must be."""

import ipaddress
import re
import shlex
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_SHORTEST_PASSPHRASE = 12


def given(
    name: str,
    default: str,
    parse: Callable[[str], Any],
    meaning: str,
    *,
    shown: str = "",
    secret: bool = False,
) -> Any:
    """One row of the table: a field that knows its variable. `shown`: the default as the docs say it."""
    about = {"name": name, "default": default, "parse": parse, "meaning": meaning}
    more = {"shown": shown, "secret": secret}
    return field(default_factory=lambda: parse(default), metadata={**about, **more})


def one_of(*words: str) -> Callable[[str], str]:
    """A word out of a few."""

    def parse(raw: str) -> str:
        if raw not in words:
            raise ValueError(f"{', '.join(words[:-1])} or {words[-1]}")
        return raw

    return parse


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two others."""

    def parse(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and least <= int(raw[:9]) <= most):
            raise ValueError(f"a whole number from {least} to {most}")
        return int(raw)

    return parse


def yes_or_no(raw: str) -> bool:
    """Yes or no."""
    if raw not in ("yes", "no"):
        raise ValueError("yes or no")
    return raw == "yes"


def switch(raw: str) -> bool:
    """Yes or no, or 1 or 0 as programs say it."""
    return yes_or_no({"1": "yes", "0": "no"}.get(raw, raw))


def path(raw: str) -> Path:
    """A path; a leading ~ is the home directory."""
    if "\0" in raw:
        raise ValueError("a path")
    return Path(raw).expanduser().absolute()


def maybe_path(raw: str) -> Path | None:
    """A path, or none."""
    return path(raw) if raw else None


def origin(raw: str) -> str:
    """A scheme and a host, and a port perhaps: nothing after it."""
    parts = _split(raw)
    bare = (
        parts.scheme in ("http", "https") and parts.path in ("", "/") and not (parts.query or parts.username)
    )
    if raw and not (bare and _HOST.fullmatch(parts.hostname or "")):
        raise ValueError("an address like https://help.example.org, with nothing after the name")
    return raw.rstrip("/")


def names(raw: str) -> tuple[str, ...]:
    """Host names with commas. A star is refused: it would answer to any name."""
    found = tuple(name.strip() for name in raw.split(",") if name.strip())
    if not all(_HOST.fullmatch(name) for name in found):
        raise ValueError("host names with commas, like help.example.org,www.example.org")
    return found


def address(raw: str) -> str:
    """An IP address."""
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        raise ValueError("an IP address, like 127.0.0.1") from None


def addresses(raw: str) -> tuple[str, ...]:
    """IP addresses with commas."""
    try:
        return tuple(address(each.strip()) for each in raw.split(",") if each.strip())
    except ValueError:
        raise ValueError("IP addresses with commas, like 127.0.0.1") from None


def url(*schemes: str) -> Callable[[str], str]:
    """A URL of one of these schemes, or nothing."""

    def parse(raw: str) -> str:
        parts = _split(raw)
        if raw and (parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/"))):
            raise ValueError(f"a URL that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        if raw and schemes[0] == "postgresql" and not parts.path.strip("/"):
            raise ValueError("a URL that ends in the name of a database")
        return raw

    return parse


def webhook(raw: str) -> str:
    """An address that takes a call, or nothing: over TLS, or on this machine."""
    parts = _split(raw)
    near = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    plain = not (parts.username or parts.fragment) and raw.isascii() and raw.isprintable() and " " not in raw
    if raw and not ((parts.scheme == "https" or near) and parts.hostname and plain):
        raise ValueError("an address that begins with https://, without a name and a password in it")
    return raw


def program(raw: str) -> tuple[str, ...]:
    """A program with its whole path and what it is given, or nothing. It is never read by a shell."""
    try:
        found = tuple(shlex.split(raw))
    except ValueError:
        found = ("",)
    if found and not found[0].startswith("/"):
        raise ValueError("a program with its whole path, like /usr/local/bin/print-root-key")
    return found


def mailbox(raw: str) -> str:
    """A mail address, or nothing."""
    if raw and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", raw):
        raise ValueError("a mail address, like desk@example.org")
    return raw


def passphrase(raw: str) -> str:
    """Something long enough to sign in with, or nothing."""
    if raw and len(raw) < _SHORTEST_PASSPHRASE:
        raise ValueError(f"at least {_SHORTEST_PASSPHRASE} characters long")
    return raw


def _split(raw: str) -> SplitResult:
    try:
        parts = urlsplit(raw)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts
