"""What was done and what came of it: one row for each operation, kept as JSON lines."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

OK, FAIL, INFO = "ok", "fail", "info"
"""Acknowledged, refused for good, or unknown: the line was lost before an answer came."""


class Row(msgspec.Struct, kw_only=True):
    """One operation of one client. Times are seconds of one monotonic clock.

    `op` is "say", answered with its position, or "open": a reader who asked for everything after `after` and
    was told the head, `position`. `client` is the number of the seat that acted, as the log names authors.
    """

    op: str
    client: str
    conv: str
    cid: str = ""
    body: str = ""
    after: int = 0
    invoked: float
    returned: float | None = None
    result: str = INFO
    position: int = 0
    tries: int = 1


class Shown(msgspec.Struct, frozen=True):
    """What one reader showed at a position."""

    position: int
    body: str


class View(msgspec.Struct, kw_only=True):
    """All that one reader showed of one conversation, in the order of its appearance.

    `owed` is the head up to which it was connected long enough to be shown everything; `conflicts` counts
    frames that said something else about a position shown before. `only_said` is a page that shows no more.
    """

    reader: str
    conv: str
    after: int = 0
    shown: list[Shown] = []
    owed: int = 0
    conflicts: int = 0
    only_said: bool = False


class Final(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as a fresh process reads it from the store after everything is over."""

    conv: str
    position: int
    kind: str
    author: str
    cid: str
    body: str


def hashed(words: str) -> str:
    """Words as the history keeps them: a hash, so that a proof's folder holds no sentences."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def now() -> float:
    """The clock of all rows: seconds, monotonic, the same for every process of this machine."""
    return time.monotonic()


def keep(path: Path, things: Iterable[msgspec.Struct]) -> None:
    """Write things as JSON lines."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as out:
        for thing in things:
            out.write(encoder.encode(thing) + b"\n")


def finals(lines: Iterable[bytes | str]) -> Iterator[Final]:
    """Read final rows from JSON lines."""
    decoder = msgspec.json.Decoder(Final)
    for line in lines:
        if line.strip():
            yield decoder.decode(line)
