"""What a verdict was found with: versions, this machine's kind, the day."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import beside as beside  # it puts the SQLite that we carry in the place of the system's

_ROOT = Path(__file__).resolve().parents[1]


@cache
def stamp() -> dict[str, str]:
    """Everything that a figure depends on besides the seed."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": _said("git", "-C", str(_ROOT), "rev-parse", "--short", "HEAD"),
        "python": platform.python_version(),
        "django": version("django"),
        "sqlite": import_module("sqlite3").sqlite_version,
        "kernel": platform.release().split("-")[0],
        "cores": str(os.cpu_count()),
    }


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip()
