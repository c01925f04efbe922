"""Locks the requirements again: every package with its hashes, and no host named anywhere."""

import re
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
        _keep_conditions(ROOT / "requirements" / f"{level}.txt")


def _keep_conditions(lock: Path) -> None:
    """The locker judges conditions (`name~=1.0; sys_platform == …`) by this machine: put them back."""
    text = lock.read_text()
    for line in (ROOT / "requirements" / "base.in").read_text().splitlines():
        name, _, condition = line.partition(";")
        if condition:
            pinned = rf"(?m)^({re.escape(re.split('[~=<>]', name)[0])}==[^ ;]+)(?: ;[^\\]*)? \\$"
            found = re.search(pinned, text)
            if found is not None:
                text = text.replace(found[0], f"{found[1]} ;{condition} \\")
    lock.write_text(text)


if __name__ == "__main__":
    main()
