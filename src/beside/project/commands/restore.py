"""`beside restore DIR`: a backup back into an empty data directory."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from beside.foundation.errors import DomainError
from beside.operations.backups import bringing
from beside.operations.backups.bringing import Brought, Settled
from beside.project import opening, schema
from beside.project.environment import Environment, Refused


def run(options: argparse.Namespace) -> int:
    """Bring it back, migrate, erase again what was erased since; say what came and what does not open."""
    installation: Environment = settings.ENVIRONMENT
    folder = Path(options.folder).absolute()
    try:
        with opening.alone(installation):
            schema.make_key_store()
            brought = bringing.bring(folder)
            applied = schema.bring_up_to_date()
            settled = bringing.settle(folder)
    except (DomainError, OSError) as refusal:
        raise Refused(f"Nothing was restored: {refusal}") from None
    if options.json:
        print(json.dumps({"counts": brought.counts, "wrong": brought.wrong, **asdict(settled)}))
    else:
        _say(brought, applied, settled)
    return 1 if brought.wrong or settled.opened.failures else 0


def _say(brought: Brought, applied: list[str], settled: Settled) -> None:
    opened = settled.opened
    rows = sum(brought.counts.values())
    print(f"The backup of {brought.at:%d %B %Y, %H:%M} UTC is back: {rows:,} rows.")
    print(f"The key store is of {brought.keys_at:%d %B %Y, %H:%M} UTC.")
    for fault in brought.wrong:
        print(f"MEND  {fault}.")
    if applied:
        print(f"{len(applied)} changes to the tables were made, up to {applied[-1]}.")
    print(f"{settled.erased_again} conversations were erased after the backup, and are erased again.")
    print(f"{opened.keys:,} keys, {opened.entries:,} entries and {opened.notes:,} notes open.")
    for name in opened.failed:
        print(f"MEND  {name} does not open.")
    if opened.failures > len(opened.failed):
        print(f"MEND  … and {opened.failures - len(opened.failed)} more.")
