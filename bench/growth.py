"""Whether what is stored makes a message dearer: as one log grows, as there are more, and in the whole."""

import json

from bench import machine
from bench.driving import Load
from bench.figures import Figures, Tally, ratio
from bench.servers import CORE, Product, within
from bench.talk import PAIRS, once

ENTRIES, CONVERSATIONS = 1_000_000, 100_000


def growth(entries: int = ENTRIES, conversations: int = CONVERSATIONS) -> Tally:
    """Microseconds of processor time for a message, said and read at the other end, without the sockets."""
    house = Product("pairs", 0)
    try:
        tally = Tally()
        with machine.on_core(CORE):
            found = within(house, "bench.inside", "growth", str(entries), str(conversations))
        tally.add(json.loads(found))
    finally:
        house.stop()
    return tally


def against_empty(runs: int, entries: int = ENTRIES) -> Tally:
    """Delivered messages a second, with so many entries stored, over those with none."""
    tally = Tally()
    empty = Product("pairs", PAIRS).seated()
    full = Product("pairs", PAIRS).seated().filled(entries)
    try:
        for _run in range(runs):
            without, stored = (_driven(house) for house in (empty, full))
            tally.add({**without, **{f"stored_{name}": value for name, value in stored.items()}})
            tally.add({"times_empty": ratio(stored["delivered_per_s"], without["delivered_per_s"])})
    finally:
        empty.stop()
        full.stop()
    return tally


def views(seconds: int = 10) -> Tally:
    """How long a verb that writes takes, beside a writer that is never without work."""
    house = Product("pairs", 0)
    try:
        tally = Tally()
        with machine.on_core(CORE):
            tally.add(json.loads(within(house, "bench.inside", "views", str(seconds))))
    finally:
        house.stop()
    return tally


def _driven(house: Product) -> Figures:
    found = once(house, Load())
    return {"delivered_per_s": found.per_s, "cpu_s_per_10k": found.cpu_per_10k}
