"""Bringing a backup back into an empty house."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max

from beside.conversations.models import Conversation
from beside.desk.models import WrapUp
from beside.foundation.errors import Closed, Invalid
from beside.journal import keys
from beside.operations import actions, files, reserve
from beside.operations.backups import copying, generations, manifest, opening, tombstones
from beside.operations.backups.generations import Generation
from beside.operations.backups.manifest import Manifest
from beside.operations.backups.opening import Opened

ALIASES = ("keys", "default")
MARK = ".restoring"
"""A file in the data directory while a restore is not finished: nothing may be served from it."""

_HARMLESS = {"static", "records", ".serving", "root-key.made", reserve.NAME, MARK}


@dataclass(frozen=True)
class Brought:
    """What was put in, not yet fit to serve."""

    at: datetime
    keys_at: datetime
    counts: dict[str, int]
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Settled:
    """What was found after everything was honoured and opened."""

    erased_again: int
    opened: Opened


def bring(folder: Path) -> Brought:
    """Check the newest backup and copy it in. Raises Closed where something is already, Invalid for damage.

    The newest copy of the key store is taken, also beside older tables: it knows more of what was erased.
    """
    _refuse_unless_empty()
    halves = {alias: generations.newest(folder, alias) for alias in ALIASES}
    manifests = {alias: _checked(half) for alias, half in halves.items()}
    tombstones.listed(folder)
    files.write(data() / MARK, str(folder))
    for alias in ALIASES:
        copying.clear(alias)
        copying.into(alias, halves[alias].copy)
    wrong = [fault for alias in ALIASES for fault in _counted_wrong(alias, manifests[alias])]
    counts = {
        f"{alias}.{name}": rows for alias, told in manifests.items() for name, rows in told.counts.items()
    }
    return Brought(halves["default"].at, halves["keys"].at, counts, wrong)


def settle(folder: Path) -> Settled:
    """Erase again what was erased after the copy, open everything, and let the house be served.

    The tables are up to date by now: the caller migrated them.
    """
    listed = tombstones.listed(folder)
    keys.honour(listed)
    copying.renumber("keys")
    keys.number_after(_highest_key())
    again = actions.bury_erased(tombstones=tombstones.together(listed, keys.tombstones()))
    actions.end_sessions_after_restore()
    opened = opening.everything()
    (data() / MARK).unlink(missing_ok=True)
    files.flush(data())
    return Settled(again, opened)


def _highest_key() -> int:
    """The highest key number in the tables: the key store's copy may be older and not know it."""
    rows = (Conversation.objects, WrapUp.objects)
    return max(each.aggregate(most=Max("key_id"))["most"] or 0 for each in rows)


def data() -> Path:
    """The data directory."""
    return Path(settings.DATA)


def _refuse_unless_empty() -> None:
    if (data() / MARK).exists():
        return
    there = sorted(each.name for each in data().iterdir() if each.name not in _HARMLESS)
    if there:
        raise Closed(f"{data()} is not empty ({there[0]} is there): a restore needs an empty data directory.")
    for alias in ALIASES:
        if not copying.is_empty(alias):
            name = connections[alias].settings_dict["NAME"]
            raise Closed(f"The database “{name}” has tables already: a restore needs an empty one.")


def _checked(half: Generation) -> Manifest:
    told = half.manifest()
    here = connections[told.alias].vendor
    if told.engine != here:
        raise Invalid(f"The backup is of {told.engine} and this installation runs on {here}.")
    if not manifest.opens_here(told):
        raise Invalid(
            "The root key here is another than the backup's: set BESIDE_ROOT_KEY to the one of then."
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    ours = {room for room, _name in known}
    later = [
        f"{room}.{name}"
        for room, name in told.migrations.items()
        if (room, name) not in known and room in ours
    ]
    if later:
        raise Invalid(f"The backup is of a later version of Beside ({later[0]} is unknown here).")
    manifest.check(half.folder, told)
    return told


def _counted_wrong(alias: str, told: Manifest) -> list[str]:
    here = copying.counted(alias)
    return [
        f"{name}: {here.get(name, 0)} rows, {rows} when it was taken"
        for name, rows in told.counts.items()
        if here.get(name) != rows
    ]
