"""Takes due work and runs it: one thread per queue, one for the heartbeat.

Runs inside `beside serve`, or apart as `beside work`. The one place in this room where any failure is caught:
a worker outlives its jobs, and outlives the database being away.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import translation
from django_tasks import task_backends
from django_tasks.base import Task, TaskContext

from beside.journal import doorbell, leases, periodic, queue
from beside.journal.leases import Leased
from beside.journal.models import Job, PeriodicSlot

log = logging.getLogger("beside.journal")

_POLL = 0.5
_GRACE = 10.0
_AFTER_TROUBLE = 2.0


class Worker:
    """Works until `stop` is set. `lease` is how long a job stays with a worker that has gone silent."""

    def __init__(self, stop: threading.Event, *, lease: timedelta = leases.LEASE) -> None:
        self._stop = stop
        self._over = threading.Event()
        self._lease = lease
        self._held: dict[str, Leased] = {}
        self._guard = threading.Lock()

    def run(self) -> None:
        """Work, in threads of our own, until told to stop; then let what is running end, for ten seconds.

        What has not ended by then is due again when its lease ends.
        """
        lanes = [self._begun(f"worker-{name}", self._lane, name) for name in sorted(_queues())]
        self._begun("worker-heartbeat", self._heartbeat)
        self._stop.wait()
        doorbell.ring()
        for lane in lanes:
            lane.join(timeout=_GRACE / len(lanes))
        self._over.set()

    def _begun(self, name: str, work: Callable[..., None], *args: str) -> threading.Thread:
        thread = threading.Thread(target=work, args=args, name=name, daemon=True)
        thread.start()
        return thread

    def _lane(self, name: str) -> None:
        while not self._stop.is_set():
            try:
                periodic.lay_out()
                self._work_off(name)
            except Exception as trouble:
                log.error("worker %s: %s", name, type(trouble).__qualname__)
                self._stop.wait(_AFTER_TROUBLE)
        connections.close_all()

    def _work_off(self, name: str) -> None:
        while not self._stop.is_set():
            heard = doorbell.heard()
            _refresh_connections()
            if not self._turn(name):
                doorbell.wait(heard, _POLL)

    def _turn(self, name: str) -> bool:
        slot = leases.take_slot(periodic.names(name), self._lease)
        if slot is not None:
            self._hold(slot, run_slot)
        job = leases.take_job(name, self._lease)
        if job is not None:
            self._hold(job, run_job)
        return slot is not None or job is not None

    def _hold(self, work: Any, run: Callable[[Any], BaseException | None]) -> None:
        with self._guard:
            self._held[work.holder] = work
        try:
            run(work)
        finally:
            with self._guard:
                self._held.pop(work.holder, None)

    def _heartbeat(self) -> None:
        while not self._over.wait(self._lease.total_seconds() / 3):
            try:
                _refresh_connections()
                self._renew_held()
            except Exception as trouble:
                log.error("worker heartbeat: %s", type(trouble).__qualname__)
        connections.close_all()

    def _renew_held(self) -> None:
        with self._guard:
            held = list(self._held.values())
        for work in held:
            if not leases.renew(work, self._lease) and work.holder in self._held:
                log.warning("lease lost: %s", work)


def run_job(job: Job) -> BaseException | None:
    """Run a job that we hold and say how it ended. Returns what went wrong, if anything did."""
    error = _outcome(lambda: _call(job))
    if error is None:
        leases.job_done(job)
        return None
    leases.job_failed(job, error)
    log.warning("job %s failed at attempt %d: %s", job, job.attempts, type(error).__qualname__)
    return error


def run_slot(slot: PeriodicSlot) -> BaseException | None:
    """Run a periodic slot that we hold, and set its next turn. Returns what went wrong, if anything did."""
    rhythm = periodic.rhythm(slot.name)
    error = _outcome(lambda: _spoken(rhythm.task))
    leases.slot_ended(slot, rhythm.every, error)
    if error is not None:
        log.warning("slot %s failed: %s", slot, type(error).__qualname__)
    return error


def drain() -> int:
    """Run every job that is due, here and now, until none is; periodic slots stay out. Returns how many.

    For tests and commands: a failing job raises what went wrong.
    """
    ran = 0
    for name in sorted(_queues()):
        while (job := leases.take_job(name, leases.LEASE)) is not None:
            error = run_job(job)
            if error is not None:
                raise error
            ran += 1
    return ran


def _call(job: Job) -> None:
    task = queue.task_of(job)
    args, kwargs = job.arguments["args"], job.arguments["kwargs"]
    if task.takes_context:
        args = [TaskContext(task_result=queue.result_of(job)), *args]
    _spoken(task, *args, **kwargs)


def _spoken(task: Task[..., Any], *args: Any, **kwargs: Any) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        task.call(*args, **kwargs)


def _outcome(work: Callable[[], None]) -> BaseException | None:
    try:
        work()
    except BaseException as error:
        return error
    return None


def _queues() -> set[str]:
    return task_backends["default"].queues


def _refresh_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
