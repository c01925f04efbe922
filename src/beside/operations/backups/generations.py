"""The generations in a folder of backups: put there whole, found again, gone when their own time is over."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.operations import files
from beside.operations.backups import manifest
from beside.operations.backups.manifest import Manifest

HALVES = {"default": "main", "keys": "keys"}
"""Which folder each database's copies lie in."""

_MOMENT = "%Y%m%dT%H%M%S%fZ"
_UNFINISHED = ".part-"


@dataclass(frozen=True)
class Generation:
    """One copy of one database."""

    folder: Path
    at: datetime

    def manifest(self) -> Manifest:
        """What it says of itself. Raises Invalid when that cannot be read."""
        return manifest.read(self.folder)

    @property
    def copy(self) -> Path:
        """The copied database."""
        return self.folder / self.manifest().copy.name


def half(folder: Path, alias: str) -> Path:
    """Where a database's generations lie."""
    return folder / HALVES[alias]


def of(folder: Path, alias: str) -> list[Generation]:
    """The finished generations of one database, oldest first."""
    inside = half(folder, alias)
    found = [(_moment(each.name), each) for each in inside.iterdir()] if inside.is_dir() else []
    return sorted((Generation(path, at) for at, path in found if at), key=lambda each: each.at)


def newest(folder: Path, alias: str) -> Generation:
    """The newest generation. Raises Invalid when there is none."""
    found = of(folder, alias)
    if not found:
        raise Invalid(f"There is no backup in {half(folder, alias)}.")
    return found[-1]


@contextmanager
def unfinished(folder: Path, alias: str, at: datetime) -> Iterator[Path]:
    """A folder to write a generation into. It gets its name when all of it is on the disk, or goes."""
    inside = half(folder, alias)
    inside.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = inside / f"{_UNFINISHED}{os.getpid()}-{at.strftime(_MOMENT)}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def publish(draft: Path) -> Generation:
    """Flush a finished draft and give it its name."""
    for each in draft.iterdir():
        files.flush(each)
    files.flush(draft)
    name = draft.name.rsplit("-", 1)[-1]
    final = draft.rename(draft.with_name(name))
    files.flush(final.parent)
    moment = _moment(name)
    assert moment is not None
    return Generation(final, moment)


def forget_old(folder: Path, alias: str, kept: timedelta) -> int:
    """Remove what is older than `kept`, and what was left unfinished a day ago. Returns how many went."""
    oldest = clock.now() - kept
    gone = [each.folder for each in of(folder, alias) if each.at < oldest]
    for path in [*gone, *_abandoned(half(folder, alias))]:
        dying = path.rename(path.with_name(f"{_UNFINISHED}gone-{path.name}"))
        shutil.rmtree(dying, ignore_errors=True)
    return len(gone)


def _abandoned(inside: Path) -> list[Path]:
    if not inside.is_dir():
        return []
    day_ago = clock.now().timestamp() - 86400
    return [each for each in inside.glob(f"{_UNFINISHED}*") if each.stat().st_mtime < day_ago]


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
