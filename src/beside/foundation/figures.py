"""What this process counts of itself. Counts and durations, nothing about a person.

The rooms add where things happen; `operations.metrics` says them at `/metrics`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

_MOMENTS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)

ENTRIES = Counter("beside_entries", "Entries written to the log", registry=REGISTRY)
COMMITS = Histogram("beside_commit_entries", "Entries in one commit", buckets=_SIZES, registry=REGISTRY)
COMMIT_SECONDS = Histogram(
    "beside_commit_seconds", "From a full queue to the flushed commit", buckets=_MOMENTS, registry=REGISTRY
)
ACK_SECONDS = Histogram(
    "beside_ack_seconds",
    "From the queue to the acknowledgement, one entry in sixteen",
    buckets=_MOMENTS,
    registry=REGISTRY,
)
REFUSALS = Counter("beside_refusals", "Plain refusals, by kind", ["code"], registry=REGISTRY)
RESYNCS = Counter("beside_resyncs", "Sockets that fell behind and were told to look again", registry=REGISTRY)

_EVERY = 16
_seen = 0


def sampled() -> float:
    """Now, for one entry in sixteen; 0.0 for the others. For `acknowledged`."""
    global _seen
    _seen += 1
    return 0.0 if _seen % _EVERY else perf_counter()


def acknowledged(queued_at: float) -> None:
    """Note how long an entry waited for its acknowledgement, if `sampled` chose it."""
    if queued_at:
        ACK_SECONDS.observe(perf_counter() - queued_at)


@contextmanager
def commit(size: int) -> Iterator[None]:
    """Around one commit of so many entries."""
    begun = perf_counter()
    yield
    COMMIT_SECONDS.observe(perf_counter() - begun)
    COMMITS.observe(size)
    ENTRIES.inc(size)
