"""A release as it was left on a disk: put into a data directory, and compared with what it says now."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.base import Database  # type: ignore[attr-defined]

from tests.throwaway import Postgres

RELEASES = Path(__file__).parent
FIRST = RELEASES / "release-0.1.0"

_READ = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "beside.project.settings"
django.setup()
from beside.conversations import queries
from beside.conversations.models import Conversation
from beside.desk.actions import note_of
from beside.desk.models import WrapUp
from beside.journal import keys
def told(pk):
    talk = Conversation.objects.get(pk=pk)
    key = keys.get(talk.key_id)
    return [[one.position, one.kind, one.opened(key)] for one in queries.written(talk)]
found = {}
for talk in Conversation.objects.all():
    found[str(talk.pk)] = "erased" if talk.erased_at else told(talk.pk)
notes = {str(one.pk): note_of(one) for one in WrapUp.objects.all()}
print(json.dumps({"conversations": found, "notes": notes}))
"""


class Old:
    """A house that an earlier release ran, with its made-up root key."""

    def __init__(self, folder: Path, postgres: Postgres | None = None, release: Path = FIRST) -> None:
        self.folder, self.postgres, self.release = folder, postgres, release
        self.data = folder / "var"
        self.end = ".pg" if postgres else ""

    def put(self) -> None:
        """Write the release's state where today's program will find it."""
        self.data.mkdir(parents=True, mode=0o700)
        key = self.folder / "root-key"
        key.write_bytes(bytes.fromhex((self.release / "root-key.hex").read_text().strip()))
        key.chmod(0o600)
        for name, half in (("main", "beside"), ("keys", "keys")):
            text = (self.release / f"{name}{self.end}.sql").read_text()
            if self.postgres is None:
                self._put_sqlite(self.data / f"{half}.db", text)
            else:
                self._put_postgres(self._database(half), text)

    @property
    def environment(self) -> dict[str, str]:
        """What a `beside` command needs to run here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BESIDE_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        own = {"BESIDE_DATA": str(self.data), "BESIDE_ROOT_KEY": str(self.folder / "root-key")}
        if self.postgres is not None:
            own["BESIDE_DATABASE_URL"] = self.postgres.url(self._database("beside"))
            own["BESIDE_KEYS_DATABASE_URL"] = self.postgres.url(self._database("keys"))
        return {**kept, **own}

    def migrate(self) -> "subprocess.Popen[str]":
        """Begin to bring the tables up to date."""
        command = [sys.executable, "-m", "beside.project.command", "migrate"]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def read(self) -> dict[str, Any]:
        """Every conversation and note, opened by today's program in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-c", _READ], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    def expected(self) -> dict[str, Any]:
        """What the release said when it was written down."""
        found: dict[str, Any] = {}
        notes: dict[str, str] = {}
        for chat in json.loads((self.release / f"said{self.end}.json").read_text()):
            found[chat["conversation"]] = "erased" if chat.get("erased") else chat["entries"]
            if chat.get("backstage"):
                found[chat["backstage"]["conversation"]] = chat["backstage"]["entries"]
            if chat.get("note"):
                notes[chat["note"]["wrap_up"]] = chat["note"]["words"]
        return {"conversations": found, "notes": notes}

    def _database(self, half: str) -> str:
        return f"{self.folder.name}_{half}".replace("-", "_").replace(".", "_").lower()

    def _put_sqlite(self, path: Path, text: str) -> None:
        database = Database.connect(str(path))
        database.executescript(text)
        database.execute(
            "PRAGMA journal_mode=WAL" if path.name == "beside.db" else "PRAGMA journal_mode=DELETE"
        )
        database.close()

    def _put_postgres(self, name: str, text: str) -> None:
        assert self.postgres is not None
        self.postgres.make(name)
        reach = [
            "psql",
            "-h",
            str(self.postgres.folder),
            "-U",
            "beside",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            name,
        ]
        subprocess.run(reach, input=text, check=True, capture_output=True, text=True)
