"""Static files gathered, hashed and compressed, when one of them has changed. Quick when none has."""

import fcntl
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from beside.project import environment
from beside.project.environment import Environment

_UNUSED = ("*.map", "django_htmx/ext/*", "htm?x-4*")
_CARRIERS = ("django", "django-allauth", "django-htmx", "whitenoise")


def collect(installation: Environment) -> bool:
    """Gather what has changed since the last time. Says whether there was anything to do."""
    root = installation.static_root
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / f".{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprint()
        if _stamp(root).exists() and _stamp(root).read_text() == wanted:
            return False
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(_UNUSED))
        _stamp(root).write_text(wanted)
    return True


def fingerprint() -> str:
    """A hash of every static file's name, size and time, and of the packages that carry others."""
    rooms = Path(__file__).resolve().parents[1]
    seen = hashlib.sha256(repr([(name, version(name)) for name in _CARRIERS]).encode())
    for folder in sorted(rooms.glob("*/static")):
        for where, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                about = os.stat(os.path.join(where, name))
                seen.update(f"{where}/{name}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _stamp(root: Path) -> Path:
    return root.parent / f".{root.name}.stamp"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
    try:
        _ = settings.STATIC_ROOT
        collect(environment.read())
    except environment.Refused as refusal:
        sys.exit(f"{refusal}")
