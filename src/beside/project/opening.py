"""Before the doors open: is it safe, is nobody else at it, and where are they?"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import sqlite_version_info

from django.conf import settings
from django.db import connection

from beside.foundation.sqlite import version
from beside.project import unsafe
from beside.project.environment import Environment, Refused


def refuse_unsafe(installation: Environment) -> None:
    """Stop with every reason why this must not start, one sentence each."""
    reasons = unsafe.reasons(installation)
    if reasons:
        raise Refused("\n".join(reasons))


def refuse_made_up(installation: Environment) -> None:
    """Stop where real people would meet made-up staff. Asks the tables."""
    reasons = unsafe.made_up() if installation.production else []
    if reasons:
        raise Refused("\n".join(reasons))


@contextmanager
def alone(installation: Environment) -> Iterator[None]:
    """Hold the data directory: without PostgreSQL and Redis a second server would not know of this one."""
    with (installation.data / ".serving").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if connection.vendor == "sqlite" or not installation.redis_url:
                raise Refused(f"Beside runs already on {installation.data}; stop that one first.") from None
        yield


@contextmanager
def only_writer(writes: bool, release: tuple[int, ...] = sqlite_version_info) -> Iterator[None]:
    """For a command that writes: hold the data directory where two writing processes can spoil it."""
    if not writes or connection.vendor != "sqlite" or not version.has_wal_reset_fault(release):
        yield
        return
    data = settings.ENVIRONMENT.data
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".serving").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                f"Another process of Beside writes to {data}, and SQLite {version.version()} can "
                "spoil what two write to (the WAL-reset fault): stop that one first, or carry SQLite 3.51.3."
            ) from None
        yield


def addresses(installation: Environment) -> str:
    """The three addresses to open, for three people."""
    base = installation.public
    rows = (
        ("to be listened to", f"{base}/"),
        ("to listen", f"{base}/in then {base}/desk/live"),
        ("to look after it", f"{base}/in then {base}/settings or {base}/team"),
    )
    return "\n".join(["Beside is open:", *(f"  {who:<18} {where}" for who, where in rows)])
