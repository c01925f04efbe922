"""Bringing both databases up to date."""

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from beside.project.environment import Refused

ALIASES = (DEFAULT_DB_ALIAS, "keys")


def missing() -> list[str]:
    """The migrations not yet applied, as "database: room.name"."""
    return [f"{alias}: {step}" for alias in ALIASES for step in _plan(alias)]


def bring_up_to_date() -> list[str]:
    """Apply what is missing, and list it. PostgreSQL gets the key store's database if there is none."""
    make_key_store()
    applied = missing()
    for alias in ALIASES if applied else ():
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    return applied


def _plan(alias: str) -> list[str]:
    connection = connections[alias]
    _reach(connection)
    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in steps]


def _reach(connection: BaseDatabaseWrapper) -> None:
    try:
        connection.ensure_connection()
    except OperationalError as gone:
        reason = str(gone).strip().splitlines()[-1]
        raise Refused(
            f"The database “{connection.settings_dict['NAME']}” cannot be reached: {reason}"
        ) from None


def make_key_store() -> None:
    """On PostgreSQL, make the key store's database if there is none."""
    main, keys = connections[DEFAULT_DB_ALIAS], connections["keys"]
    if keys.vendor != "postgresql":
        return
    _reach(main)
    name = str(keys.settings_dict["NAME"])
    same_server = all(
        main.settings_dict[part] == keys.settings_dict[part] for part in ("HOST", "PORT", "USER")
    )
    with main.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not same_server or cursor.fetchone():
            return
        try:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except (psycopg.Error, OperationalError) as refused:
            raise Refused(
                f"The key store's database “{name}” is missing and may not be made here: {refused}"
            ) from None
