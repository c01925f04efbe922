"""Makes the virtual environment and everything that is built. Standard library only.

    python3 tools/setup.py base|dev

Does again only what has changed: the stamp in .venv holds the hash of the lock that was installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
LEVELS = ("base", "dev")


def main() -> None:
    """Set up for running ("base") or for checks and tests too ("dev")."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "base"
    if wanted not in LEVELS:
        refuse(f"“{wanted}” is not something to set up: say base or dev.")
    if sys.version_info < OLDEST:
        refuse(f"Beside needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")
    level = max(wanted, installed_level(), key=LEVELS.index)
    if not stamped(level):
        make_venv()
        install(level)
    put_on_path()
    compile_translations()
    collect_static()


def refuse(sentence: str) -> NoReturn:
    """Stop with one sentence."""
    print(sentence, file=sys.stderr)
    sys.exit(2)


def lock(level: str) -> Path:
    """The lock file of a level."""
    return ROOT / "requirements" / f"{level}.txt"


def stamp(level: str) -> Path:
    """Where it is written which lock was installed."""
    return VENV / f"beside-{level}.stamp"


def fingerprint(level: str) -> str:
    """What the stamp says when nothing has changed: the lock, and the Python below."""
    return hashlib.sha256(lock(level).read_bytes() + sys.version.encode()).hexdigest()


def installed_level() -> str:
    """The fullest level ever installed here: setting up for running takes no tools away."""
    return "dev" if stamp("dev").exists() else "base"


def stamped(level: str) -> bool:
    """Whether exactly this lock is installed."""
    return PYTHON.exists() and stamp(level).exists() and stamp(level).read_text() == fingerprint(level)


def make_venv() -> None:
    """Make .venv, with its own pip where this Python can, else through the pip beside it."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    alone = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if alone and not importlib.util.find_spec("pip"):
        get_venv_by_apt()
        alone = []
    print("Making the virtual environment .venv")
    run([sys.executable, "-m", "venv", *alone, VENV])


def get_venv_by_apt() -> None:
    """Debian packs venv and pip apart from Python: install them as root, else say so."""
    if os.geteuid() or not shutil.which("apt-get"):
        refuse("Python's venv module is missing here; on Debian, install it with: apt install python3-venv")
    print("Installing python3-venv")
    run(["apt-get", "install", "-y", "-qq", "python3-venv"])


def install(level: str) -> None:
    """Install a lock, each file checked against its hash."""
    print(f"Installing requirements/{level}.txt (a minute or two the first time)")
    has_pip = subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    if not has_pip:
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    flags = ["--require-hashes", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*pip, "install", *flags, "-r", lock(level)])
    for each in LEVELS[: LEVELS.index(level) + 1]:
        stamp(each).write_text(fingerprint(each))


def put_on_path() -> None:
    """Let the environment find src/, and give it the `beside` command. No wheel is built."""
    script = f'#!/bin/sh\nexec "{PYTHON}" -m beside.project.command "$@"\n'
    for packages in VENV.glob("lib/python*/site-packages"):
        write_if_changed(packages / "beside.pth", f"{ROOT / 'src'}\n")
    write_if_changed(VENV / "bin" / "beside", script)
    (VENV / "bin" / "beside").chmod(0o755)


def write_if_changed(path: Path, text: str) -> None:
    """Write a small file only when it would differ."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def compile_translations() -> None:
    """Compile the .po files that are newer than their .mo, by Babel: gettext may be absent."""
    for source in (ROOT / "src").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run([PYTHON, ROOT / "tools" / "translations.py", "compile"])
            return


def collect_static() -> None:
    """Gather, hash and compress the static files when one has changed."""
    sys.path.insert(0, str(ROOT / "src"))
    from beside.project import environment, freshness  # noqa: PLC0415  (an older Python was refused only now)

    try:
        root = environment.read().static_root
    except environment.Refused as refusal:
        refuse(str(refusal))
    if not freshness.is_fresh(root):
        run([PYTHON, "-m", "beside.project.statics"])


def run(command: list[str | Path]) -> None:
    """Run a command; when it fails, stop with its exit code: it has said why."""
    done = subprocess.run(command, check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
