"""People who talk: in pairs as fast as it goes, in pairs at a given rate, in one room.

Every run measures Beside and, right after it, the raw limits: the relay in C, and the bare path in Python.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.driving import Driven, Load, drive
from bench.figures import Figures, Tally, milliseconds, ratio
from bench.limits import disk
from bench.servers import Product, Relay, Spike

PAIRS = 200
ROOM = 200

Read = Callable[[Driven], Figures]


def delivered(runs: int, *, limits: bool = True) -> Tally:
    """Closed loop: 400 people, each with 4 messages under way, counted where they arrive."""
    tally = _compared(runs, "pairs", PAIRS, Load(), _throughput, limits=limits)
    for _run in range(runs if limits else 0):
        with TemporaryDirectory() as folder:
            tally.add(disk(Path(folder)), "disk_")
    return tally


def at_rate(runs: int, rate: float, *, limits: bool = True) -> Tally:
    """Open loop: so many messages a second in all, each counted from the moment it was due."""
    return _compared(runs, "pairs", PAIRS, Load(mode="rate", rate=rate, seconds=8), _delay, limits=limits)


def room(runs: int, *, limits: bool = True) -> Tally:
    """One room of 200: ten speak, four messages are under way in all; counted at each of the 199 others."""
    return _compared(runs, "room", ROOM, Load(mode="room", people=ROOM, at_once=1), _room, limits=limits)


@contextmanager
def product(kind: str, count: int, **settings: str) -> Iterator[Product]:
    """Beside with its people, stopped at the end."""
    house = Product(kind, count, **settings).seated()
    try:
        yield house
    finally:
        house.stop()


def once(house: Product, load: Load) -> Driven:
    """One run on data as fresh as after the seating."""
    house.fresh().start()
    try:
        return drive(house, load)
    finally:
        house.rest()


def _compared(runs: int, kind: str, count: int, load: Load, read: Read, *, limits: bool) -> Tally:
    tally = Tally()
    with product(kind, count) as house:
        for _run in range(runs):
            ours = read(once(house, load))
            tally.add(ours)
            if limits:
                _beside_limits(tally, ours, house, load, read)
    return tally


def _beside_limits(tally: Tally, ours: Figures, house: Product, load: Load, read: Read) -> None:
    """What the limits give in the same run, and how many times each of them we are."""
    for name, kind in (("relay", Relay), ("spike", Spike)):
        below = kind(house.people).start()
        try:
            theirs = read(drive(below, load))
        finally:
            below.stop()
        tally.add(theirs, f"{name}_")
        tally.add({key: ratio(ours[key], theirs[key]) for key in ours if key in theirs}, f"times_{name}_")


def _throughput(found: Driven) -> Figures:
    return {
        "delivered_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        "busy": found.cpu / found.counts["seconds"],
        **milliseconds(found.delivery),
    }


def _delay(found: Driven) -> Figures:
    return {
        **milliseconds(found.delivery),
        **milliseconds(found.acknowledgement, "ack_"),
        "cpu_s_per_10k": found.cpu_per_10k,
    }


def _room(found: Driven) -> Figures:
    return {
        "deliveries_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        **milliseconds(found.delivery),
    }
