"""What this installation survives, and why: read from the database's own settings, never assumed."""

from django.db import connection
from django.utils.translation import gettext as _

from beside.operations.health import OK, RED, WARN, Finding


def killed() -> Finding:
    """A killed process: whatever is committed is in a log that the next start reads."""
    if connection.vendor == "sqlite" and _pragma("journal_mode") not in {"wal", "delete"}:
        return Finding(
            RED, _("A killed process may spoil the tables: SQLite keeps no journal here."), _("no")
        )
    return Finding(OK, _("A killed process loses nothing that was confirmed."), _("yes"))


def power() -> Finding:
    """A power cut: only what was flushed before it was confirmed is there afterwards."""
    lacking = _unflushed()
    if lacking:
        return Finding(RED, _("A power cut can take confirmed words: %(why)s.") % {"why": lacking}, _("no"))
    return Finding(
        OK, _("A power cut loses nothing that was confirmed: each commit is flushed first."), _("yes")
    )


def disk_death() -> Finding:
    """A dead disk: only a second machine that has everything survives it."""
    if connection.vendor == "sqlite":
        said = _("A dead disk takes all since the last backup: one machine has one disk.")
        return Finding(WARN, said, _("no"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state <> 'async'"
        )
        [(replicas,)] = cursor.fetchall()
    if replicas:
        said = _("A dead disk loses nothing: %(count)s replica confirms each commit.") % {"count": replicas}
        return Finding(OK, said, _("yes"))
    said = _("A dead disk takes all since the last backup: no replica confirms the commits.")
    return Finding(WARN, said, _("no"))


def _unflushed() -> str:
    """What is set so that a commit may be confirmed before it is on the disk; empty when nothing is."""
    if connection.vendor == "sqlite":
        level = _pragma("synchronous")
        return "" if level in {"2", "3"} else f"synchronous={level}"
    wanted = ("fsync", "synchronous_commit", "full_page_writes")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(wanted)])
        return ", ".join(f"{name}={value}" for name, value in cursor.fetchall() if value == "off")


def _pragma(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
