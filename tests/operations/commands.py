"""Houses made from the first release's fixture: real commands on real files, without a server."""

import os
import subprocess
import sys
from pathlib import Path

from tests.throwaway import Postgres
from tests.upgrade.fixture import Old

_ERASE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "beside.project.settings"
django.setup()
from pathlib import Path
from beside.conversations import actions
from beside.conversations.models import Conversation
from beside.operations.backups import tombstones
talk = Conversation.objects.filter(erased_at=None).exclude(kind="backstage").order_by("pk").first()
actions.erase(conversation=talk, actor=None)
tombstones.lay(Path({folder!r}))
print(talk.pk)
"""


class Lived(Old):
    """A house in which people talked; its databases are up to date."""

    def settled(self) -> "Lived":
        """Put the words in and migrate."""
        self.put()
        self.run("migrate")
        return self

    def empty(self) -> "Lived":
        """The same root key, nothing else: where a backup can be brought back."""
        self.data.mkdir(parents=True)
        for half in ("beside", "keys") if self.postgres else ():
            assert self.postgres is not None
            self.postgres.make(self._database(half))
        return self

    def run(self, *arguments: str, code: int = 0) -> str:
        """One command; what it said. Fails when it leaves with another code."""
        command = [sys.executable, "-m", "beside.project.command", *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def erase_one(self, folder: Path) -> str:
        """Erase a chat after the backup; its id. The list beside the backups learns of it."""
        told = _ERASE.format(folder=str(folder))
        done = subprocess.run(
            [sys.executable, "-c", told], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split()[-1]


def house(folder: Path, name: str, postgres: Postgres | None = None) -> Lived:
    """A house of its own under a folder; all of a test share one root key."""
    own = folder / name
    own.mkdir()
    key = folder / "root-key"
    if not key.exists():
        key.write_bytes(bytes.fromhex((Old(own).release / "root-key.hex").read_text().strip()))
        key.chmod(0o600)
    os.link(key, own / "root-key")
    return Lived(own, postgres)
