"""Locks the requirements again: every package with its hashes, and no host named anywhere."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ("--generate-hashes", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")


def main() -> None:
    """Lock base, then dev. Extra arguments go to the locker, like `--upgrade`."""
    locker = str(ROOT / ".venv" / "bin" / "uv")
    for level in ("base", "dev"):
        command = [locker, "pip", "compile", *FLAGS, *sys.argv[1:], f"{level}.in", "-o", f"{level}.txt"]
        subprocess.run(command, check=True, cwd=ROOT / "requirements")


if __name__ == "__main__":
    main()
