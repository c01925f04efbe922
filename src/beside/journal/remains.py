"""What a database still holds of bytes that were deleted, and how it is made to let go of them.

SQLite overwrites deleted content (`secure_delete`), but the write-ahead log of the main database keeps older
pages until it is emptied. PostgreSQL keeps the old row until a vacuum, and a plain one may leave its bytes in
the page: so the small tables of the key store are written anew. A reader who began before the row went could
still ask for it, and then the new table holds it too: so those are waited for. PostgreSQL's own log keeps the
bytes until that is recycled.
"""

import time
from datetime import timedelta

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from beside.foundation import clock
from beside.foundation.errors import Unavailable
from beside.foundation.sqlite.base import DatabaseWrapper
from beside.journal.epochs import STORE
from beside.journal.models import DataKey, HouseKey, KeyEpoch

EVERY = 300.0
"""How often `sweep` is meant to run, in seconds."""

_PATIENCE_MS = 2000
_PAUSE_MS = 20
_OLDER = """
    SELECT age(pg_snapshot_xmin(pg_current_snapshot())::xid) > age(%s::text::xid) OR EXISTS (
        SELECT FROM pg_stat_activity
        WHERE (datname = current_database() OR datname IS NULL) AND pid <> pg_backend_pid()
          AND age(backend_xmin) > age(%s::text::xid))
"""
"""Whether a transaction that is older than this one still runs, in any database of the server (everybody who
looks while it does could see what was there before it), or somebody here looks with eyes from before.
"""
_IN_THE_WAY = _("Somebody reads at this moment. This is tried again a little later.")


@task()
def sweep() -> None:
    """When keys were destroyed since the turn before the last: leave nothing of them."""
    since = clock.now() - 2 * timedelta(seconds=EVERY)
    if DataKey.objects.filter(destroyed_at__gte=since).exists():
        empty_log()
        tidy_key_store()


def tidy_key_store() -> None:
    """Leave no copy of a destroyed key in the key store's tables. Raises Unavailable when somebody reads."""
    connection = connections[STORE]
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        rewrite(cursor, *(model._meta.db_table for model in (DataKey, KeyEpoch, HouseKey)))


def rewrite(cursor: CursorWrapper, *tables: str) -> None:
    """Write PostgreSQL's tables anew, without what was deleted. Raises Unavailable when somebody reads."""
    _await_older_readers(cursor)
    cursor.execute(f"SET lock_timeout = {_PATIENCE_MS}")
    try:
        for table in tables:
            cursor.execute(f'VACUUM (FULL) "{table}"')
    except OperationalError as busy:
        raise Unavailable(_IN_THE_WAY) from busy
    finally:
        cursor.execute("SET lock_timeout = DEFAULT")


def _await_older_readers(cursor: CursorWrapper) -> None:
    """Until nobody here can see what was there before this moment; those who come later cannot."""
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    [now] = cursor.fetchone()
    for _turn in range(_PATIENCE_MS // _PAUSE_MS):
        cursor.execute(_OLDER, [now, now])
        if not cursor.fetchone()[0]:
            return
        time.sleep(_PAUSE_MS / 1000)
    raise Unavailable(_IN_THE_WAY)


def empty_log() -> None:
    """Empty SQLite's write-ahead log of the main database: with it go the pages from before an erasure.

    Raises Unavailable when a reader is in the way: try again a little later.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if not isinstance(connection, DatabaseWrapper) or connection.in_atomic_block:
        return
    connection.take_turn()
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [busy, _log, _done] = cursor.fetchone()
    finally:
        connection.end_turn()
    if busy:
        raise Unavailable(_IN_THE_WAY)
