"""What a generation of a backup says of itself."""

import json
import platform
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

import django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from beside import VERSION
from beside.foundation import roots
from beside.foundation.errors import Invalid
from beside.operations import files

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True)
class Copy:
    """One file of a generation."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One generation of one database. `root_key` is a fingerprint: it tells whether a key fits, no more."""

    alias: str
    engine: str
    taken_at: str
    root_key: str
    copy: Copy
    counts: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    migrations: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def at(self) -> datetime:
        """The moment it was taken."""
        return datetime.fromisoformat(self.taken_at)


def read(folder: Path) -> Manifest:
    """The manifest of a generation. Raises Invalid when it is missing, torn, or of a later form."""
    try:
        told = json.loads((folder / NAME).read_text())
        if told.get("format") != FORMAT:
            raise Invalid("This backup was written by another version of Beside, in a form unknown here.")
        return Manifest(**{**told, "copy": Copy(**told["copy"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise Invalid(f"The manifest in {folder} cannot be read.") from wrong


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest beside its copy."""
    files.write_json(folder / NAME, asdict(manifest))


def check(folder: Path, manifest: Manifest) -> None:
    """Raises Invalid when the copy is not the one the manifest was written for."""
    path = folder / manifest.copy.name
    if not path.exists() or path.stat().st_size != manifest.copy.bytes:
        raise Invalid(f"{path} is not as long as its manifest says.")
    if files.sha256(path) != manifest.copy.sha256:
        raise Invalid(f"{path} was changed since it was written: its hash differs.")


def of(alias: str, copy: Path, counts: dict[str, int], at: datetime) -> Manifest:
    """The manifest for a copy just written."""
    connection = connections[alias]
    return Manifest(
        alias=alias,
        engine=connection.vendor,
        taken_at=at.isoformat(),
        root_key=root_fingerprint(),
        copy=Copy(copy.name, copy.stat().st_size, files.sha256(copy)),
        counts=counts,
        versions=versions(connection),
        migrations=_migrations(connection),
    )


def versions(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What was running: Beside, Python, Django and the database."""
    number = ".".join(str(part) for part in connection.get_database_version())
    return {
        "beside": VERSION,
        "python": platform.python_version(),
        "django": django.get_version(),
        connection.vendor: number,
    }


def root_fingerprint() -> str:
    """Sixteen hexadecimal figures that tell one root key from another and nothing about either."""
    return roots.fingerprint(roots.primary())


def opens_here(told: Manifest) -> bool:
    """Whether a root key at hand, the present or an older one, is the one the copy was sealed with."""
    return told.root_key in {roots.fingerprint(each) for each in roots.every()}


def _migrations(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, MAX(name) FROM django_migrations GROUP BY app")
        return {str(app): str(name) for app, name in cursor.fetchall()}
