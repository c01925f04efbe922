"""An installation on SQLite that serves nobody: for the proofs about what lies in its files."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MAIN, KEYS = "beside.db", "keys.db"


class KeyHouse:
    """Data in `folder/var`, the root key beside it."""

    def __init__(self, folder: Path) -> None:
        self.data, self.root = folder / "var", folder / "root-key"

    def run(self, *arguments: str, breaks: str = "") -> Any:
        """Something of `proofs.sealed`, perhaps on a product broken on purpose. Returns what it prints."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("BESIDE_", "DJANGO_"))
        }
        own = {"BESIDE_DATA": str(self.data), "BESIDE_ROOT_KEY": str(self.root), "PROOF_BREAKS": breaks}
        command = [sys.executable, "-m", "proofs.sealed", *arguments]
        done = subprocess.run(
            command, env={**kept, **own}, cwd=ROOT, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def copy(self, name: str, to: Path) -> None:
        """Back one database up, as sqlite3's own backup does it while somebody writes."""
        to.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(self.data / name) as source, sqlite3.connect(to / name) as target:
            source.backup(target)

    def restored(self, folder: Path, main: Path, keys: Path) -> "KeyHouse":
        """Another house with this main database and this key store, and the same root key."""
        other = KeyHouse(folder)
        other.data.mkdir(parents=True)
        shutil.copy(main / MAIN, other.data / MAIN)
        shutil.copy(keys / KEYS, other.data / KEYS)
        shutil.copy(self.root, other.root)
        return other

    def stolen(self) -> list[bytes]:
        """Every file of the data directory but the key store."""
        files = [path for path in self.data.rglob("*") if path.is_file() and not path.name.startswith(KEYS)]
        return [path.read_bytes() for path in files]
