"""Taking a backup while people talk."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from beside.foundation import clock
from beside.operations import keeping, records
from beside.operations.backups import copying, generations, manifest, tombstones
from beside.operations.backups.generations import Generation

RECORD = "backup"
"""Under which name the last one is remembered."""


@dataclass(frozen=True)
class Taken:
    """The two halves of a backup, and what went because its time was over."""

    main: Generation
    keys: Generation
    erased: int
    forgotten: int


def take(folder: Path) -> Taken:
    """Copy both databases, then forget old generations by their own age. Remembers how it went.

    The tables are copied first and the key store after: a key is made before what it seals, so each row that
    was copied finds its key. The halves get their names in the other order: a half without its key store is
    never the newest.
    """
    try:
        taken = _taken(folder, clock.now())
    except BaseException as failure:
        records.keep(RECORD, good=False, folder=str(folder), why=_why(failure))
        raise
    size = sum(half.manifest().copy.bytes for half in (taken.main, taken.keys))
    records.keep(RECORD, good=True, folder=str(folder), bytes=size, why="")
    return taken


def forget_old(folder: Path) -> int:
    """Remove the generations whose time is over: the key store's sooner than the tables'."""
    main, keys = keeping.length("backups"), keeping.length("key_backups")
    return generations.forget_old(folder, "default", main) + generations.forget_old(folder, "keys", keys)


def _taken(folder: Path, at: datetime) -> Taken:
    with (
        generations.unfinished(folder, "default", at) as main,
        generations.unfinished(folder, "keys", at) as keys,
    ):
        for alias, draft in (("default", main), ("keys", keys)):
            copy, counts = copying.out(alias, draft)
            manifest.write(draft, manifest.of(alias, copy, counts, at))
        erased = tombstones.lay(folder)
        second = generations.publish(keys)
        first = generations.publish(main)
    return Taken(first, second, erased, forget_old(folder))


def _why(failure: BaseException) -> str:
    return str(failure)[:300] or type(failure).__name__
