"""The databases as they were: who changes something puts it back, and who may not must not have."""

import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from beside.desk import queries
from beside.people import guesses


class Memory:
    """Both databases, copied once they are built."""

    def __init__(self) -> None:
        names = [str(settings.DATABASES[alias]["NAME"]) for alias in ("default", "keys")]
        self._live = [sqlite3.connect(Path(name), check_same_thread=False, timeout=30) for name in names]
        self._kept = [sqlite3.connect(":memory:", check_same_thread=False) for _name in names]
        for live, kept in zip(self._live, self._kept, strict=True):
            live.backup(kept)
        self._seen = self._versions()

    def changed(self) -> bool:
        """Whether anything was written since the last time it was as it had been."""
        return self._versions() != self._seen

    def restore(self) -> None:
        """Make everything as it was."""
        for live, kept in zip(self._live, self._kept, strict=True):
            kept.backup(live)
        cache.clear()
        queries.forget_service()
        guesses.forget_all()
        self._seen = self._versions()

    def _versions(self) -> list[int]:
        """A number that moves with every commit of any other connection."""
        return [int(live.execute("PRAGMA data_version").fetchone()[0]) for live in self._live]
