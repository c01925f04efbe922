"""The places things lie in: the tables, the keys, the disk; and what runs on them."""

import os
import platform
import statistics
import time
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from beside import VERSION
from beside.foundation.errors import Unavailable
from beside.foundation.sqlite import version as sqlite
from beside.journal import keys
from beside.journal.models import DataKey
from beside.operations import reserve
from beside.operations.health import OK, RED, WARN, Finding

_GB = 1 << 30
_WANTED, _LITTLE = 2 * _GB, _GB // 4
_FLUSHES = 20
_SLOW, _TOO_SLOW = 25.0, 250.0
_LOOK_EVERY = 60.0
_measured: tuple[float, float] | None = None


def database() -> Finding:
    """Whether the tables answer, and how fast."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    took = (time.perf_counter() - begun) * 1000
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    return Finding(OK, _("%(name)s answers.") % {"name": name}, f"{took:.1f} ms")


def keys_open() -> Finding:
    """Whether the root key opens the newest data key."""
    last = DataKey.objects.filter(wrapped__isnull=False).order_by("-pk").first()
    try:
        if last is not None:
            keys.get(last.pk)
    except Unavailable:
        return Finding(RED, _("The root key does not open the key store."))
    return Finding(OK, _("The root key opens the key store."))


def disk() -> Finding:
    """Room where the data is. The reserve that was let go says that it is nearly too late."""
    free = reserve.free()
    figure = f"{free / _GB:.1f} GB"
    if free < _LITTLE:
        return Finding(RED, _("The disk is full: endings and erasures go on, little else does."), figure)
    if free < _WANTED:
        return Finding(WARN, _("Less than 2 GB are free where the data is."), figure)
    return Finding(OK, _("There is room where the data is."), figure)


def flush() -> Finding:
    """How long the disk takes to have something for certain: the floor under every commit."""
    took = _flush_ms()
    figure = f"{took:.2f} ms"
    if took > _TOO_SLOW:
        return Finding(RED, _("The disk needs very long to flush: people wait for each message."), figure)
    if took > _SLOW:
        return Finding(WARN, _("The disk is slow to flush; group commit hides it only in part."), figure)
    return Finding(OK, _("The disk flushes fast enough."), figure)


def versions() -> Finding:
    """What runs here. An affected SQLite is named; several processes on it are refused anyway."""
    parts = [f"Beside {VERSION}", f"Python {platform.python_version()}", f"Django {django.get_version()}"]
    state, said = OK, _("These versions run here.")
    parts += _redis()
    if connection.vendor == "sqlite":
        parts.append(f"SQLite {sqlite.version()}")
        if sqlite.has_wal_reset_fault():
            state, said = WARN, _("This SQLite has the WAL-reset fault: only one process may write.")
    else:
        number = ".".join(str(part) for part in connection.get_database_version())
        parts.append(f"PostgreSQL {number}")
    return Finding(state, said, ", ".join(parts))


def _redis() -> list[str]:
    """The version of Redis, where one is used and answers."""
    url = settings.ENVIRONMENT.redis_url
    if not url:
        return []
    with Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as redis:
        try:
            return [f"Redis {redis.info('server')['redis_version']}"]
        except (RedisError, KeyError):
            return []


def _flush_ms() -> float:
    """The median of twenty flushes, measured at most once a minute."""
    global _measured
    if _measured is not None and time.monotonic() - _measured[0] < _LOOK_EVERY:
        return _measured[1]
    path = Path(settings.DATA) / f".flush-{os.getpid()}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        took = statistics.median(_one_flush(handle) for _turn in range(_FLUSHES))
    finally:
        os.close(handle)
        with suppress(OSError):
            path.unlink()
    _measured = (time.monotonic(), took)
    return took


def _one_flush(handle: int) -> float:
    os.write(handle, b"flush" * 100)
    begun = time.perf_counter()
    os.fdatasync(handle)
    return (time.perf_counter() - begun) * 1000
