"""The other systems, started and measured in turn with Beside."""

import subprocess
import sys
import venv
from pathlib import Path
from typing import Self

from bench import machine
from bench.building import BUILT, Missing
from bench.driving import Driven, Load, drive
from bench.figures import Figures, Tally, milliseconds, ratio
from bench.servers import CORE
from bench.talk import PAIRS, once, product
from tests.throwaway import Service, free_port, listens, wait_until

PACKAGES = ("channels==4.3.2", "django==5.2.*", "uvicorn==0.54.*", "uvloop", "websockets", "httptools")
LOADS = {"": Load(), "at_200_": Load(mode="rate", rate=200, seconds=8)}


class Channels(Service):
    """Django Channels' tutorial with a row for each message, in an environment of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.port, self.people = free_port(), self.folder / "people"

    @property
    def processes(self) -> list[int]:
        """Its process."""
        assert self.process is not None
        return [self.process.pid]

    def start(self) -> Self:
        """Make its people, and start it on the server's core."""
        program = Path(__file__).with_name("channels_chat.py")
        command = [str(environment()), str(program), str(self.port), str(self.folder), str(PAIRS)]
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


def peers(runs: int) -> Tally:
    """Beside and Channels in turn: closed loop, then 200 a second; and how many times theirs ours is."""
    tally = Tally()
    environment()
    with product("pairs", PAIRS) as house:
        for _run in range(runs):
            for name, load in LOADS.items():
                ours = _read(once(house, load))
                theirs = _channels(load)
                tally.add(ours, name)
                tally.add(theirs, f"{name}channels_")
                tally.add({key: ratio(ours[key], theirs[key]) for key in ours}, f"{name}times_channels_")
    return tally


def _channels(load: Load) -> Figures:
    server = Channels().start()
    try:
        return _read(drive(server, load))
    finally:
        server.stop()


def _read(found: Driven) -> Figures:
    return {
        "delivered_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        **milliseconds(found.delivery),
    }
