"""`beside backup DIR`: a copy of everything but the root key, while the house is open."""

import argparse
from pathlib import Path

from django.conf import settings

from beside.foundation.errors import DomainError
from beside.operations.backups import bringing, taking
from beside.project import schema
from beside.project.environment import Refused


def run(options: argparse.Namespace) -> int:
    """Take it, and say what was taken and what went because its time was over."""
    folder = _folder(options.folder)
    if schema.missing():
        raise Refused("The tables are not up to date: run beside migrate first.")
    try:
        taken = taking.take(folder)
    except (DomainError, OSError) as trouble:
        raise Refused(f"No backup was taken: {trouble}") from None
    for half in (taken.main, taken.keys):
        told = half.manifest()
        rows = sum(told.counts.values())
        print(f"{half.folder}: {told.copy.bytes:,} bytes, {rows:,} rows in {len(told.counts)} tables.")
    print(f"{taken.erased} erased things are on the list that a restore honours.")
    if taken.forgotten:
        print(f"{taken.forgotten} copies were old and are gone.")
    return 0


def _folder(given: str) -> Path:
    chosen = Path(given).absolute() if given else settings.BACKUP_FOLDER
    if chosen is None:
        raise Refused("Say where: beside backup DIR, or set BESIDE_BACKUP.")
    if chosen.resolve().is_relative_to(bringing.data().resolve()):
        raise Refused(f"{chosen} lies inside the data directory: whatever takes that would take the backup.")
    return chosen
