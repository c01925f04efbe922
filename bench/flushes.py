"""How many flushes a message costs: the kernel's calls are counted by strace, in a run of its own."""

import re
import shutil
import time
from collections.abc import Iterable

from bench.building import Missing
from bench.driving import Load, drive
from bench.figures import Figures, Tally
from bench.servers import Product
from bench.talk import PAIRS, once, product

_CALL = re.compile(r"^\d+\s+(\d+\.\d+) (?:fdatasync|fsync)\(")
LOADS = {"full": Load(seconds=3), "at_200_per_s": Load(mode="rate", rate=200, seconds=3)}


def flushes(runs: int) -> Tally:
    """Flushes for each message delivered, at full load and at 200 a second. Raises Missing without strace."""
    if shutil.which("strace") is None:
        raise Missing("Counting flushes needs strace: install it, then try again.")
    tally = Tally()
    with product("pairs", PAIRS) as house:
        for _run in range(runs):
            tally.add({"cpu_s_per_10k": once(house, Load()).cpu_per_10k})
            for name, load in LOADS.items():
                tally.add(counted(house, load), f"{name}_")
    return tally


def counted(house: Product, load: Load) -> Figures:
    """One run under strace, which stops the server at flushes only."""
    trace = house.folder / "trace"
    house.wrapped = ["strace", "-f", "--seccomp-bpf", "-ttt", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    moments: dict[str, float] = {}
    house.fresh().start()
    try:
        found = drive(house, load, lambda event: moments.update({event: time.time()}))
    finally:
        house.rest()
        house.wrapped = []
    calls = between(trace.read_text().splitlines(), moments["begin"], moments["end"])
    trace.unlink()
    return {"flushes_per_message": calls / found.counts["delivered"]}


def between(lines: Iterable[str], begin: float, end: float) -> int:
    """The flushes in a trace between two moments, in seconds since 1970."""
    calls = (_CALL.match(line) for line in lines)
    return sum(begin <= float(call.group(1)) <= end for call in calls if call)
