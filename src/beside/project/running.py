"""The worker: beside the pages in the same process, or apart."""

import signal
import threading

from beside.conversations import ledger, writer
from beside.conversations.taken import Looking
from beside.gateway import bus, presence
from beside.journal import doorbell
from beside.journal.worker import Worker
from beside.operations import reserve
from beside.project import hooks
from beside.project.environment import Environment

_PATIENCE = 12.0


def worker_beside(installation: Environment) -> None:
    """Have the worker run from the server's start to its end, unless it runs apart; the writer ends last."""
    hooks.during(start=ledger.begin, stop=writer.stop)
    looking = Looking()
    hooks.during(start=looking.start, stop=looking.stop)
    guard = threading.Event()
    hooks.during(
        start=threading.Thread(target=reserve.watch, args=(guard,), daemon=True).start, stop=guard.set
    )
    if installation.worker == "inside":
        stop = threading.Event()
        worker = threading.Thread(target=Worker(stop).run, name="worker", daemon=True)
        hooks.during(start=worker.start, stop=lambda: _end(worker, stop))
    else:
        doorbell.ring_afar()


def worker_apart() -> None:
    """Work in this process until it is told to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    doorbell.hear_afar()
    bus.current().start()
    presence.start()
    Worker(stop).run()
    writer.stop()
    presence.stop()
    bus.current().stop()


def _end(worker: threading.Thread, stop: threading.Event) -> None:
    stop.set()
    worker.join(_PATIENCE)
