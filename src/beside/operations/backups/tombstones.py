"""The list of what was erased: ids only, beside the copies, so that no restore brings it back.

A copy of the key store is as old as its hour; this list is written every few minutes, so that what was erased
after the last copy stays erased.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from beside.foundation.errors import Invalid
from beside.journal import keys
from beside.journal.models import DataKey
from beside.operations.backups import files, generations

NAME = "tombstones.json"


@dataclass(frozen=True)
class Tombstone:
    """A key that was destroyed, and the object it was of."""

    key_id: int
    kind: str
    object_id: str


def here() -> list[Tombstone]:
    """What the live key store knows to be destroyed."""
    rows = DataKey.objects.filter(destroyed_at__isnull=False).values_list("pk", "kind", "object_id")
    return [Tombstone(*row) for row in rows.order_by("pk")]


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
    merged = together(before, here())
    if len(merged) != len(before) or not _path(folder).exists():
        _path(folder).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write(_path(folder), json.dumps([astuple(each) for each in merged], separators=(",", ":")))
    return len(merged)


def honour(found: Iterable[Tombstone]) -> int:
    """Destroy again the keys of these objects, where a restore brought one back. Returns how many it were.

    After a restore a key's number may be another object's: the object is what counts.
    """
    wanted = {(each.kind, each.object_id) for each in found}
    living = DataKey.objects.filter(destroyed_at__isnull=True).values_list("pk", "kind", "object_id")
    risen = [pk for pk, kind, about in living.iterator(1000) if (kind, about) in wanted]
    for pk in risen:
        keys.destroy(pk)
    return len(risen)


def together(*lists: Iterable[Tombstone]) -> list[Tombstone]:
    """Each object once."""
    merged = {(each.kind, each.object_id): each for some in lists for each in some}
    return [merged[about] for about in sorted(merged)]


def _path(folder: Path) -> Path:
    return generations.half(folder, "keys") / NAME
