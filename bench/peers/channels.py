"""Django Channels' tutorial, in an environment of its own."""

import subprocess
import sys
import venv
from pathlib import Path
from typing import Self

from bench import machine
from bench.building import BUILT, Missing
from bench.servers import CORE
from tests.throwaway import Service, free_port, listens, wait_until

PACKAGES = ("channels==4.3.2", "django==5.2.*", "uvicorn==0.54.*", "uvloop", "websockets", "httptools")


class Channels(Service):
    """Django Channels' tutorial with a row for each message, in an environment of its own."""

    def __init__(self, pairs: int) -> None:
        super().__init__()
        self.pairs = pairs
        self.port, self.people = free_port(), self.folder / "people"

    @property
    def processes(self) -> list[int]:
        """Its process."""
        assert self.process is not None
        return [self.process.pid]

    def start(self) -> Self:
        """Make its people, and start it on the server's core."""
        program = Path(__file__).with_name("channels_chat.py")
        command = [str(environment()), "-P", str(program), str(self.port), str(self.folder), str(self.pairs)]
        with machine.on_core(CORE):
            self.begin(command)
        wait_until(lambda: listens(self.port), "the chat of the tutorial", seconds=60)
        return self


def environment() -> Path:
    """The Python that has the other system's packages; made once. Raises Missing where they cannot be had."""
    folder = BUILT / "peers"
    python = folder / "bin" / "python"
    if not (folder / "made").exists():
        print("  installing Channels into an environment of its own …", file=sys.stderr)
        venv.create(folder, with_pip=True)
        command = [str(python), "-m", "pip", "install", "-q", *PACKAGES]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"Channels could not be installed:\n{done.stderr}")
        (folder / "made").touch()
    return python
