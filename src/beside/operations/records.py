"""What was done last, one small file each in the data directory.

Not in the tables: a command beside a running server reads and writes these without touching its database.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from beside.foundation import clock
from beside.operations import files


def keep(name: str, *, good: bool, **facts: Any) -> None:
    """Remember how `name` went just now. A failure does not hide when it last went well."""
    now = clock.now().isoformat()
    before = last(name)
    told = {**before, **facts, "at": now, "good": good, "good_at": now if good else before.get("good_at", "")}
    folder().mkdir(mode=0o700, exist_ok=True)
    files.write_json(folder() / f"{name}.json", told)


def last(name: str) -> dict[str, Any]:
    """What was kept of `name`; empty when it never happened, or cannot be read."""
    try:
        found = json.loads((folder() / f"{name}.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def went_well(name: str) -> datetime | None:
    """When `name` last went well."""
    at = last(name).get("good_at", "")
    return datetime.fromisoformat(at) if at else None


def folder() -> Path:
    """Where the records are."""
    return Path(settings.DATA) / "records"
