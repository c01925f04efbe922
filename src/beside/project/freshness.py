"""Whether static files must be gathered again. Standard library only: asked before there is a Django."""

import hashlib
import os
from pathlib import Path

from beside.project.environment import ROOT, SOURCE


def is_fresh(root: Path) -> bool:
    """Whether what was gathered in this folder is what would be gathered now."""
    return stamp(root).exists() and stamp(root).read_text() == fingerprint()


def stamp(root: Path) -> Path:
    """Where it is written what was gathered."""
    return root.parent / f".{root.name}.stamp"


def fingerprint() -> str:
    """A hash of every static file's name, size and time, and of the lock that brings the others."""
    seen = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for folder in sorted(SOURCE.glob("*/static")):
        for where, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                about = os.stat(os.path.join(where, name))
                seen.update(f"{where}/{name}:{about.st_size}:{about.st_mtime_ns}\n".encode())
    return seen.hexdigest()
