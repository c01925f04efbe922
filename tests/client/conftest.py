"""The whole service, running, with the made-up helpline."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beside.client import Colleague
from tests.throwaway import Service, free_port, listens, wait_until

ROOT = Path(__file__).resolve().parents[2]
WORDS = "lantern harbour quiet night"


class Running(Service):
    """`beside serve` on data of its own. Can be killed and started again."""

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()

    @property
    def origin(self) -> str:
        """Where its pages are."""
        return f"http://localhost:{self.port}"

    def start(self) -> "Running":
        """Start it, or start it again, and wait until it listens."""
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("BESIDE_", "DJANGO_"))
        }
        own |= {
            "PYTHONPATH": str(ROOT / "src"),
            "BESIDE_DATA": str(self.folder / "var"),
            "BESIDE_PORT": str(self.port),
            "BESIDE_DEMO_PASSPHRASE": WORDS,
        }
        self.begin([sys.executable, "-m", "beside.project.command", "serve"], env=own)
        wait_until(lambda: listens(self.port), self.said() or "the service", 60)
        return self

    def kill(self) -> None:
        """As a power cut ends it, for the process."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def listener(self) -> Colleague:
        """Maya, on shift."""
        maya = Colleague(self.origin)
        maya.signs_in("maya@harbour.example", WORDS)
        maya.begins_shift()
        return maya


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    """A service shared by the tests of a module."""
    running = Running().start()
    yield running
    running.stop()


@pytest.fixture
def fresh() -> Iterator[Callable[[], Running]]:
    """Start services for one test."""
    begun: list[Running] = []

    def start() -> Running:
        begun.append(Running().start())
        return begun[-1]

    yield start
    for running in begun:
        running.stop()
