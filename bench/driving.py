"""The driver: starts it on its own core, takes the server's time while it measures, reads what it found."""

import json
import struct
import subprocess
import tempfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import machine
from bench.building import program
from bench.servers import Server

CORE = 1


@dataclass(frozen=True)
class Load:
    """What the driver does.

    `mode`: closed (so many messages under way for each person: `window`), rate (`rate` a second in all, each
    counted from the moment it was due), room (`senders` have `window` under way together), idle (`hold` s).
    `warm` and `seconds`: before measuring, and measuring. `at_once`: how many sign on at the same time.
    `patience`: how long is waited for what is under way at the end, in seconds.
    """

    mode: str = "closed"
    people: int = 400
    window: int = 4
    rate: float = 200
    senders: int = 10
    warm: int = 2
    seconds: int = 4
    hold: int = 4
    at_once: int = 64
    patience: int = 30
    opens: bool = True


@dataclass
class Driven:
    """What came of it. Times in microseconds; `cpu` are the server's processor seconds while measured."""

    counts: dict[str, Any] = field(default_factory=dict)
    connected: dict[str, Any] = field(default_factory=dict)
    cpu: float = 0.0
    delivery: "array[int]" = field(default_factory=lambda: array("I"))
    acknowledgement: "array[int]" = field(default_factory=lambda: array("I"))
    signing_on: "array[int]" = field(default_factory=lambda: array("I"))

    @property
    def per_s(self) -> float:
        """Messages delivered in a second."""
        return float(self.counts["delivered"]) / float(self.counts["seconds"])

    @property
    def cpu_per_10k(self) -> float:
        """The server's processor seconds for ten thousand delivered."""
        return self.cpu / max(1, int(self.counts["delivered"])) * 10_000


class Broken(Exception):
    """The load did not run as it should: no figure comes of it."""


def drive(server: Server, load: Load, when: Callable[[str], None] = lambda _event: None) -> Driven:
    """Run one load. `when` is told of each event (connected, begin, end, held, result) as it happens."""
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "times"
        with machine.on_core(CORE):
            process = subprocess.Popen(
                _command(server, load, times), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
        found = _follow(process, server, when)
        complaint = process.communicate()[1]
        if process.returncode or not times.exists():
            raise Broken(f"The driver stopped early: {complaint.strip() or process.returncode}")
        found.delivery, found.acknowledgement, found.signing_on = read_times(times.read_bytes())
    check(found, load, complaint)
    return found


def read_times(raw: bytes) -> "list[array[int]]":
    """The three lists that the driver wrote: delivery, acknowledgement, signing on."""
    sizes = struct.unpack_from("=3I", raw)
    values = array("I", raw[12:])
    ends = [sum(sizes[: n + 1]) for n in range(3)]
    return [values[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def check(found: Driven, load: Load, complaint: str = "") -> None:
    """Raises Broken where something was lost, out of order, refused, or somebody was cut off."""
    wrong = {
        name: found.counts[name]
        for name in ("missing", "unacknowledged", "gaps", "refused", "resyncs", "gone")
        if found.counts.get(name)
    }
    if found.connected.get("ready") != load.people:
        wrong["not signed on"] = load.people - found.connected.get("ready", 0)
    if wrong:
        raise Broken(f"This run does not count: {wrong}. {complaint.strip()}")


def _follow(process: "subprocess.Popen[str]", server: Server, when: Callable[[str], None]) -> Driven:
    found, before = Driven(), 0.0
    for line in process.stdout or ():
        event = json.loads(line)
        if event["event"] == "begin":
            before = machine.cpu_seconds(server.processes)
        elif event["event"] == "end":
            found.cpu = machine.cpu_seconds(server.processes) - before
        elif event["event"] == "result":
            found.counts = event
        elif event["event"] == "connected":
            found.connected = event
        when(event["event"])
    return found


def _command(server: Server, load: Load, times: Path) -> list[str]:
    given = {
        "-m": load.mode, "-f": server.people, "-o": times, "-p": server.port, "-n": load.people,
        "-c": load.at_once, "-O": int(load.opens), "-w": load.window, "-W": load.warm, "-t": load.seconds,
        "-r": load.rate, "-s": load.senders, "-h": load.hold,
        "-P": load.patience,
        "-x": int(getattr(server, "xmpp", False)),
    }  # fmt: skip
    return [str(program("driver")), *(str(part) for pair in given.items() for part in pair)]
