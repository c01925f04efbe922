"""The house of the evening: the real server on a small disk of its own, its clock put forward at will."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from tests.running import House
from tests.throwaway import wait_until

ROOT = Path(__file__).resolve().parents[2]
ROOM = "64m"


class Harbour(House):
    """Where the evening is. Its data lies on a file system in memory, so that it can be full: needs root."""

    def __init__(self, **settings: str) -> None:
        super().__init__(**settings)
        assert not os.geteuid(), "a disk of its own needs root: run the tests as `make test` does"
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "beside-test", self.disk], check=True)
        self.data = self.disk / "var"
        self.ahead = timedelta(0)
        self._moves = 0

    @property
    def environment(self) -> dict[str, str]:
        """As any house's; and the tests can be imported in it."""
        return {**super().environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def start(self) -> Self:
        """Start it; where it does not start, nothing is left of it."""
        try:
            return super().start()
        except BaseException:
            self.stop()
            raise

    def begin_command(self, name: str) -> None:
        """Start the server with the clock that obeys."""
        command = [sys.executable, "-m", "tests.evening.serving"]
        self.begin(command, env=self.environment, stdin=subprocess.PIPE)

    def later(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Put the house's clock forward; back when that has been heard."""
        assert self.process is not None and self.process.stdin is not None
        self._moves += 1
        total = timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
        self.ahead += total
        self.process.stdin.write(f"{total.total_seconds()}\n".encode())
        self.process.stdin.flush()
        heard = f"clock {self._moves}\n"
        wait_until(lambda: heard in self.said(), heard)

    def goes_to(self, moment: datetime) -> None:
        """Put the house's clock to a moment to come."""
        self.later(seconds=(moment - datetime.now(UTC) - self.ahead).total_seconds())

    def hand(self, *what: str) -> Any:
        """Have something done beside the server; returns what was answered."""
        command = [sys.executable, "-m", "tests.evening.hand", *what]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def fill_the_disk(self) -> None:
        """Not a byte more can be written. What SQLite has room for already is given back first."""
        with closing(sqlite3.connect(self.data / "beside.db", timeout=10)) as rows:
            wait_until(
                lambda: rows.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0, "room back"
            )
        with (self.disk / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                _write_until_full(filler, size)

    def make_room(self) -> None:
        """There is room on the disk again."""
        (self.disk / "filler").unlink()

    def stop(self) -> None:
        """End the server, take the disk away, remove the folder."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
        subprocess.run(["umount", "-l", self.disk], check=False)
        super().stop()


def _write_until_full(filler: Any, size: int) -> None:
    try:
        while True:
            filler.write(bytes(size))
    except OSError:
        return
