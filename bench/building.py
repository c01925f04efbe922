"""The two programs in C, built when they are first needed."""

import shutil
import subprocess
from pathlib import Path

SOURCES = Path(__file__).parent / "c"
BUILT = Path(__file__).resolve().parents[1] / "var" / "bench"
PARTS = {"driver": ("driver.c", "people.c", "mark.c", "xmpp.c", "ws.c"), "relay": ("relay.c", "ws.c")}


class Missing(Exception):
    """One sentence: what this machine lacks for measuring."""


def program(name: str) -> Path:
    """`driver` or `relay`, newer than its sources. Raises Missing without a C compiler."""
    built = BUILT / name
    sources = [SOURCES / part for part in PARTS[name]]
    newest = max(path.stat().st_mtime for path in SOURCES.iterdir())
    if not built.exists() or built.stat().st_mtime < newest:
        _compile(sources, built)
    return built


def _compile(sources: list[Path], built: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Missing("Measuring needs a C compiler, for the people who talk: install gcc, then try again.")
    BUILT.mkdir(parents=True, exist_ok=True)
    fresh = built.with_suffix(".new")
    command = [compiler, "-O2", "-Wall", "-Wextra", "-o", str(fresh), *map(str, sources)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"The program that talks could not be built:\n{done.stderr}")
    fresh.replace(built)
