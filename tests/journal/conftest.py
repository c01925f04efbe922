"""What the journal's tests share."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from beside.journal import doorbell, leases, worker
from tests.journal import tasks


@pytest.fixture(autouse=True)
def _nothing_ran() -> Iterator[None]:
    tasks.ran.clear()
    yield
    tasks.ran.clear()


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[..., None]]:
    """Start workers in this process; all are stopped at the end."""
    stop, threads = threading.Event(), []

    def start(lease: timedelta = leases.LEASE) -> None:
        thread = threading.Thread(target=worker.Worker(stop, lease=lease).run)
        thread.start()
        threads.append(thread)

    yield start
    stop.set()
    doorbell.ring()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()
