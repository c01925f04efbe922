"""The list of what was erased: ids only, beside the copies, so that no restore brings it back.

A copy of the key store is as old as its hour; this list is written every few minutes, so that what was erased
after the last copy stays erased.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from beside.foundation.errors import Invalid
from beside.journal import keys
from beside.journal.keys import Tombstone
from beside.operations import files
from beside.operations.backups import generations

NAME = "tombstones.json"


def listed(folder: Path) -> list[Tombstone]:
    """What the list in a folder of backups names. Raises Invalid when it cannot be read."""
    path = _path(folder)
    if not path.exists():
        return []
    try:
        return [
            Tombstone(int(key), str(kind), str(about)) for key, kind, about in json.loads(path.read_text())
        ]
    except (OSError, ValueError, TypeError) as wrong:
        raise Invalid(f"The list of what was erased, {path}, cannot be read: nothing is restored.") from wrong


def lay(folder: Path) -> int:
    """Bring the list up to date with the live key store. Returns how many it names; writes only a change."""
    before = listed(folder)
    merged = together(before, keys.tombstones())
    if len(merged) != len(before) or not _path(folder).exists():
        _path(folder).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write(_path(folder), json.dumps(merged, separators=(",", ":")))
    return len(merged)


def together(*lists: Iterable[Tombstone]) -> list[Tombstone]:
    """Each object once."""
    merged = {(each.kind, each.object_id): each for some in lists for each in some}
    return [merged[about] for about in sorted(merged)]


def _path(folder: Path) -> Path:
    return generations.half(folder, "keys") / NAME
