"""One database out into a file, and a file in again: SQLite by its online backup, PostgreSQL by pg_dump.

The copy is of one moment, whatever is written meanwhile, and the rows are counted at that same moment.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import Database  # type: ignore[attr-defined]
from django.db.models import Model

from beside.foundation.errors import Invalid, Unavailable
from beside.operations import files

SQLITE, POSTGRESQL = "beside.sqlite", "beside.dump"
_PAGES, _PAUSE = 2000, 0.002
_LONGEST = 6 * 3600


def out(alias: str, folder: Path) -> tuple[Path, dict[str, int]]:
    """Copy a database into a folder. Returns the file and how many rows each table has in it."""
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return _sqlite_out(connection, folder / SQLITE)
    return _postgres_out(connection, folder / POSTGRESQL)


def _sqlite_out(connection: BaseDatabaseWrapper, path: Path) -> tuple[Path, dict[str, int]]:
    """In steps with a breath between them, from one read transaction, so that nothing starts it over."""
    source: Any = connection.connection
    _make_private(path)
    target = Database.connect(str(path))
    try:
        source.execute("BEGIN")
        source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=_PAGES, sleep=_PAUSE)
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")
        return path, _sqlite_counts(target)
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK")
        target.close()


def counted(alias: str) -> dict[str, int]:
    """How many rows each table of a database has at this moment."""
    with connections[alias].cursor() as cursor:
        names = connections[alias].introspection.table_names(cursor)

        def ask(sql: str) -> int:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

        return _counted(names, ask)


def _sqlite_counts(target: Any) -> dict[str, int]:
    rows = target.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    return _counted([name for (name,) in rows], lambda sql: target.execute(sql).fetchone()[0])


def _postgres_out(connection: BaseDatabaseWrapper, path: Path) -> tuple[Path, dict[str, int]]:
    """pg_dump reads the snapshot that the counts were taken in."""
    _make_private(path)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]

        def ask(sql: str) -> int:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

        counts = _counted(tables, ask)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _program("pg_dump", connection, *options, f"--file={path}")
    return path, counts


def _counted(tables: list[str], ask: Callable[[str], int]) -> dict[str, int]:
    return {name: ask(f'SELECT COUNT(*) FROM "{name}"') for name in sorted(tables)}


def is_empty(alias: str) -> bool:
    """Whether a restore may put something here: no SQLite file, no table in PostgreSQL."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        return not Path(str(connection.settings_dict["NAME"])).exists()
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def into(alias: str, copy: Path) -> None:
    """Put a copy in the place of an empty database. Raises Invalid when the copy is damaged."""
    connection = connections[alias]
    if connection.vendor != "sqlite":
        more = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _program("pg_restore", connection, *more, f"--dbname={connection.settings_dict['NAME']}", str(copy))
        return
    connection.close()
    final = Path(str(connection.settings_dict["NAME"]))
    draft = final.with_name(f".restoring-{final.name}")
    _make_private(draft)
    shutil.copyfile(copy, draft)
    _sound(draft)
    files.flush(draft)
    draft.rename(final)
    files.flush(final.parent)


def clear(alias: str) -> None:
    """Take away what an interrupted restore had put in."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        connection.close()
        final = Path(str(connection.settings_dict["NAME"]))
        for path in (final, *(final.with_name(final.name + end) for end in ("-wal", "-shm", "-journal"))):
            path.unlink(missing_ok=True)
        final.with_name(f".restoring-{final.name}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def renumber(alias: str) -> None:
    """After rows came in with numbers of their own: let the next number be one that is free (PostgreSQL)."""
    connection = connections[alias]
    rooms = apps.get_models()
    sql = connection.ops.sequence_reset_sql(no_style(), [one for one in rooms if _is_in(one, alias)])
    with connection.cursor() as cursor:
        for line in sql:
            cursor.execute(line)


def _is_in(model: type[Model], alias: str) -> bool:
    return router.allow_migrate_model(alias, model)


def _sound(path: Path) -> None:
    target = Database.connect(str(path))
    try:
        [said] = target.execute("PRAGMA integrity_check(1)").fetchone()
    except Database.DatabaseError as broken:
        raise Invalid(f"{path.name} is not a database.") from broken
    finally:
        target.close()
    if said != "ok":
        raise Invalid(f"{path.name} is damaged inside.")


def _make_private(path: Path) -> None:
    path.touch(mode=0o600)


def _program(name: str, connection: BaseDatabaseWrapper, *arguments: str) -> None:
    about = connection.settings_dict
    reach = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {variable: str(about[part]) for variable, part in reach.items() if about[part]}
    environment = {**os.environ, **told, "PGDATABASE": str(about["NAME"])}
    try:
        done = subprocess.run(
            [name, *arguments], env=environment, check=False, capture_output=True, text=True, timeout=_LONGEST
        )
    except FileNotFoundError as missing:
        raise Unavailable(f"{name} is not installed here.") from missing
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Unavailable(f"{name} did not finish: {last}")
