"""The durable queue behind `django_tasks`: an enqueued task is a row, written in the caller's transaction.

A job runs at least once. It may run twice (a worker killed after the work and before the mark), so tasks are
written to bear it. Return values are not kept: what a task has to say, it writes where it belongs.
"""

from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from beside.foundation import clock
from beside.journal import doorbell
from beside.journal.models import Job, JobState

KEPT = timedelta(days=7)
"""How long a finished job stays, and with it the promise that its key runs nothing twice."""

_STATUS = {
    JobState.READY: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
}

P = ParamSpec("P")
T = TypeVar("T")


class LeasedBackend(BaseTaskBackend):
    """Stores tasks as jobs for `journal.worker` to take under a lease.

    Queues: `default` for work on the own database, `outward` for whatever waits for a network, each with a
    thread of its own, so that a slow mail server never holds up a follow-up about somebody in danger.
    """

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[T]:
        """Write the job in the caller's transaction, if there is one, and ring after its commit."""
        self.validate_task(task)
        job = _drafted(task, args, kwargs, key=None)
        job.save(force_insert=True)
        transaction.on_commit(doorbell.ring)
        return _result(job, task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Where a job stands. Raises TaskResultDoesNotExist when it was never there, or is long done."""
        try:
            job = Job.objects.get(pk=result_id)
        except (Job.DoesNotExist, ValidationError, ValueError) as missing:
            raise TaskResultDoesNotExist(result_id) from missing
        return _result(job, task_of(job))


def once(task: Task[P, T], key: str, /, *args: P.args, **kwargs: P.kwargs) -> TaskResult[T]:
    """Enqueue unless a job with this key is there already, waiting or finished. Returns that one's state.

    Idempotent in the database (unique key), also between two transactions at the same moment.
    """
    task.get_backend().validate_task(task)
    insert([_drafted(task, args, kwargs, key=key)])
    return _result(Job.objects.get(key=key), task)


def insert(jobs: list[Job]) -> None:
    """Write jobs with keys, passing over those whose key is there already, and ring after the commit."""
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    transaction.on_commit(doorbell.ring)


def drafted(task: Task[..., Any], key: str, facts: dict[str, Any]) -> Job:
    """A job not yet written, for `insert`."""
    return _drafted(task, (), facts, key=key)


def task_of(job: Job) -> Task[..., Any]:
    """The task a job runs. Raises ImportError or TypeError when the program no longer has it."""
    found = import_string(job.task)
    if not isinstance(found, Task):
        raise TypeError(f"{job.task} is not a task.")
    return found


def result_of(job: Job) -> TaskResult[Any]:
    """The job as a task sees it in its context."""
    return _result(job, task_of(job))


def dead() -> "QuerySet[Job]":
    """The dead letters, newest first: jobs that used up their attempts and wait for a person."""
    return Job.objects.filter(state=JobState.DEAD).order_by("-finished_at")


def overdue() -> float:
    """For how many seconds the most overdue job has waited for a worker; 0 when none is late."""
    now = clock.now()
    waiting = Job.objects.filter(state__in=(JobState.READY, JobState.RUNNING), due_at__lt=now)
    first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return (now - first).total_seconds() if first else 0.0


def _drafted(task: Task[..., Any], args: Any, kwargs: Any, *, key: str | None) -> Job:
    now = clock.now()
    return Job(
        task=task.module_path,
        queue=task.queue_name,
        arguments={"args": normalize_json(args), "kwargs": normalize_json(kwargs)},
        key=key,
        priority=task.priority,
        due_at=task.run_after or now,
        enqueued_at=now,
    )


def _result(job: Job, task: Task[..., Any]) -> TaskResult[Any]:
    errors = [TaskError(exception_class_path=job.error, traceback=job.place)] if job.error else []
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=_STATUS[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.attempted_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=task.backend,
        errors=errors,
        worker_ids=[job.holder] * job.attempts,
    )
