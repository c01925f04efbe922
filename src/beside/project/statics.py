"""Static files gathered, hashed and compressed, when one of them has changed. Quick when none has."""

import fcntl
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

from beside.project import freshness
from beside.project.environment import Environment, Refused

_UNUSED = ("*.map", "django_htmx/ext/*", "htm?x-4*")


def collect(installation: Environment) -> bool:
    """Gather what has changed since the last time. Says whether there was anything to do."""
    root = installation.static_root
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / f".{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = freshness.fingerprint()
        if freshness.is_fresh(root):
            return False
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(_UNUSED))
        freshness.stamp(root).write_text(wanted)
    return True


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
    try:
        django.setup()
        collect(settings.ENVIRONMENT)
    except Refused as refusal:
        sys.exit(f"{refusal}")
