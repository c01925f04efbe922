"""What this disk allows: how long a flush takes, and how much group commit makes of it."""

import os
import sqlite3
import time
from pathlib import Path

from bench.figures import Figures, percentile

SECONDS = 0.8
BATCHES = (1, 64, 1024)
_TABLE = (
    "CREATE TABLE message (id INTEGER PRIMARY KEY, conversation TEXT, position INTEGER, author TEXT,"
    " sealed BLOB, UNIQUE (conversation, position))"
)


def disk(folder: Path, seconds: float = SECONDS) -> Figures:
    """Flushes a second (4 KiB appended each time), their p50 in ms; rows a second by rows in a commit."""
    return {
        **flushes(folder, seconds),
        **{f"rows_per_s_at_{batch}": rows(folder, batch, seconds) for batch in BATCHES},
    }


def flushes(folder: Path, seconds: float) -> Figures:
    """Append and flush, one after the other."""
    file = folder / "flushes"
    taken: list[float] = []
    to = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        os.pwrite(to, b"x" * 4096, len(taken) * 4096)
        os.fdatasync(to)
        taken.append(time.perf_counter() - begun)
    os.close(to)
    file.unlink()
    return {"flushes_per_s": len(taken) / seconds, "flush_p50_ms": percentile(taken, 0.5) * 1000}


def rows(folder: Path, batch: int, seconds: float) -> float:
    """Rows a second into SQLite, so many in each durable commit."""
    file = folder / "rows.db"
    base = sqlite3.connect(file, isolation_level=None)
    base.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {_TABLE};")
    marks = ",".join(["(?,?,?,?)"] * batch)
    sql = f"INSERT INTO message (conversation, position, author, sealed) VALUES {marks}"
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        values = [v for n in range(batch) for v in (f"{n % 200:036}", done + n, "1", b"s" * 230)]
        base.execute("BEGIN IMMEDIATE")
        base.execute(sql, values)
        base.execute("COMMIT")
        done += batch
    base.close()
    for end_of_name in ("", "-wal", "-shm"):
        (folder / f"rows.db{end_of_name}").unlink(missing_ok=True)
    return done / seconds
