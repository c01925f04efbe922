"""What is measured: Beside itself, and below it the raw limits that speak the same wire."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Protocol, Self

from bench import machine
from bench.building import program
from tests.running import House
from tests.throwaway import Service, free_port, listens, wait_until

CORE = 0
ROOT = str(Path(__file__).resolve().parents[1])


class Server(Protocol):
    """Something that people can sign on to."""

    port: int
    people: Path

    @property
    def processes(self) -> list[int]:
        """Whose processor time and memory count; their children count with them."""

    def stop(self) -> None:
        """End it, and what it wrote."""


class Product(House):
    """`beside serve`, the whole of it, on one core, without the pace for frames."""

    def __init__(self, kind: str, count: int, **settings: str) -> None:
        super().__init__(BESIDE_BENCH="yes", BESIDE_DEMO="no", **settings)
        self.people = self.folder / "people"
        self.kind, self.count = kind, count
        self.wrapped: list[str] = []
        self._kept = self.folder / "kept"

    @property
    def processes(self) -> list[int]:
        """The server's process."""
        assert self.process is not None
        return [self.process.pid]

    def seated(self) -> Self:
        """Make the people, in a process of their own."""
        within(self, "bench.seating", self.kind, str(self.count), str(self.people))
        shutil.copytree(self.data, self._kept)
        return self

    def filled(self, entries: int) -> Self:
        """Have so many things said before anybody comes, the same number in each conversation."""
        shutil.rmtree(self._kept)
        within(self, "bench.inside", "fill", str(entries))
        shutil.copytree(self.data, self._kept)
        self.people.write_text(standing(self.people.read_text(), entries // self.count))
        return self

    def fresh(self) -> Self:
        """Put the data back to where they were after the seating."""
        shutil.rmtree(self.data)
        shutil.copytree(self._kept, self.data)
        return self

    def rest(self) -> None:
        """End the server, as when it is told to stop; the data stay."""
        assert self.process is not None
        os.kill(machine.tree(self.process.pid)[1 if self.wrapped else 0], signal.SIGTERM)
        self.process.wait(20)
        self.process = None

    def begin_command(self, name: str) -> None:
        """Start it on its core; `wrapped` may stand before it (strace)."""
        command = [*self.wrapped, sys.executable, "-m", "beside.project.command", name]
        with machine.on_core(CORE):
            self.begin(command, env=self.environment)


def within(house: House, module: str, *arguments: str) -> str:
    """Run one of our modules on a house's data, the house being shut. Returns what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{module} did not end well:\n{done.stderr}")
    return done.stdout


def standing(people: str, position: int) -> str:
    """The people's file with every log standing at this position."""
    rows = [line.split("\t") for line in people.splitlines()]
    return "".join("\t".join((*row[:3], str(position), *row[4:])) + "\n" for row in rows)


class Relay(Service):
    """The floor: the same frames, parsed, acknowledged and forwarded by C, nothing kept."""

    def __init__(self, people: Path) -> None:
        super().__init__()
        self.port, self.people = free_port(), people

    @property
    def processes(self) -> list[int]:
        """Its process."""
        assert self.process is not None
        return [self.process.pid]

    def start(self) -> Self:
        """Start it on the server's core."""
        with machine.on_core(CORE):
            self.begin([str(program("relay")), str(self.port)])
        wait_until(lambda: listens(self.port), "the relay")
        return self


class Spike(Relay):
    """The bare path in Python: the same frames, sealed and flushed in batches, no product around it."""

    def start(self) -> Self:
        """Start it on the server's core."""
        command = [sys.executable, "-m", "bench.spike", str(self.port), str(self.folder / "spike.db")]
        with machine.on_core(CORE):
            self.begin(command, env={**os.environ, "PYTHONPATH": ROOT})
        wait_until(lambda: listens(self.port), "the spike")
        return self
