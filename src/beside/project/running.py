"""The worker beside the pages, in the same process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from beside.conversations import writer
from beside.journal.worker import Worker
from beside.project.environment import Environment

_PATIENCE = 12.0


@contextmanager
def worker_beside(installation: Environment) -> Iterator[None]:
    """Run the worker while the pages are served, unless it runs apart; let the ledger's writer end after both."""
    stop = threading.Event()
    worker = threading.Thread(target=Worker(stop).run, name="worker", daemon=True)
    if installation.worker == "inside":
        worker.start()
    try:
        yield
    finally:
        stop.set()
        if worker.is_alive():
            worker.join(_PATIENCE)
        writer.stop()
