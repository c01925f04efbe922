"""`proofs.serving` in a process of its own: it holds the imports, its children serve and are killed."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, Queue

from tests.throwaway import die_with_parent

ROOT = Path(__file__).resolve().parents[1]
_PATIENCE = 60.0


class EndedError(RuntimeError):
    """The server has ended although nobody ended it."""


class Server:
    """`proofs.serving` in a process of its own: it holds the imports, its children serve."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._log = Path(environment["BESIDE_STATIC"]).parent / f"log-{os.getpid()}-{time.monotonic_ns()}"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
                preexec_fn=die_with_parent,
            )
        self._lines: Queue[str] = Queue()
        self.child = 0
        self.code: int | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for(self, word: str) -> str:
        """Wait for a line that begins so; returns the rest of it."""
        while True:
            try:
                line = self._lines.get(timeout=_PATIENCE)
            except Empty:
                raise EndedError(self.said()) from None
            if line.startswith(word):
                return line[len(word) :].strip()
            if not line:
                raise EndedError(self.said())

    def fork(self) -> None:
        """Begin to serve."""
        assert self.process.stdin is not None
        self.process.stdin.write("serve\n")
        self.child, self.code = int(self.wait_for("pid")), None

    def has_ended(self) -> bool:
        """Whether the one that served has ended, of itself or not."""
        if self.child and self.code is None:
            try:
                line = self._lines.get_nowait()
            except Empty:
                return False
            self.code = int(line.split()[-1]) if line else 1
        return True

    def kill(self) -> None:
        """Kill the one that serves and wait for its end."""
        if not self.has_ended():
            os.kill(self.child, signal.SIGKILL)
            self.code = int(self.wait_for("ended"))

    def end(self) -> None:
        """End all of it."""
        self.kill()
        self.process.kill()
        self.process.wait()
        self._log.unlink(missing_ok=True)

    def said(self) -> str:
        """What it has written on standard error."""
        return self._log.read_text(errors="replace")[-3000:]

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.strip())
        self._lines.put("")
