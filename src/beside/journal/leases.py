"""Taking work under a lease, keeping it, and saying how it ended.

Two rules hold everything: work is due again when its lease ends, and only the present holder may end it. So a
killed worker's job is taken by the next one, and a worker that was only asleep cannot overwrite what the next
one did. Workers on several machines need clocks that agree within a few seconds.
"""

import random
import secrets
import traceback
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from beside.foundation import clock
from beside.journal.models import Job, JobState, PeriodicSlot

LEASE = timedelta(seconds=15)
"""How long taken work stays with its holder without a heartbeat."""

ATTEMPTS = 20
"""After so many tries (about three hours) a job becomes a dead letter."""

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 900.0
_FRAMES = 6
_TAKEABLE = Q(state__in=(JobState.READY, JobState.RUNNING))

Leased = Job | PeriodicSlot


class GiveUp(Exception):
    """Raised by a task when trying again would not help: the job becomes a dead letter at once."""


def take_job(queue: str, lease: timedelta) -> Job | None:
    """The most urgent due job of a queue, now ours; nothing when none is due.

    Looks before it locks, so that an idle worker never asks for SQLite's write lock.
    """
    if not _due_jobs(queue).exists():
        return None
    with transaction.atomic():
        due = _due_jobs(queue).order_by("-priority", "due_at")
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:
            _bury(job, job.error or "beside.journal.leases.WorkerLost", job.place)
            return None
        _hold(job, lease)
        job.state, job.attempts, job.attempted_at = JobState.RUNNING, job.attempts + 1, clock.now()
        job.started_at = job.started_at or job.attempted_at
        job.save()
        return job


def take_slot(names: Collection[str], lease: timedelta) -> PeriodicSlot | None:
    """A due periodic slot among these, now ours; nothing when none is due."""
    due = PeriodicSlot.objects.filter(name__in=names, due_at__lte=clock.now()).order_by("due_at")
    if not names or not due.exists():
        return None
    with transaction.atomic():
        slot = due.select_for_update(skip_locked=True).first()
        if slot is None:
            return None
        _hold(slot, lease)
        slot.started_at = clock.now()
        slot.save()
        return slot


def renew(work: Leased, lease: timedelta) -> bool:
    """Keep what we hold for another lease. False when somebody else holds it by now."""
    held = _held_job(work) if isinstance(work, Job) else _held_slot(work)
    return bool(held.update(due_at=clock.now() + lease))


def job_done(job: Job) -> bool:
    """Mark a job done. False when we no longer hold it: its next holder decides."""
    return bool(_held_job(job).update(state=JobState.DONE, holder="", finished_at=clock.now()))


def job_failed(job: Job, error: BaseException) -> bool:
    """Put a job back for another try, or bury it after the last. False when we no longer hold it."""
    with transaction.atomic():
        if not _held_job(job).select_for_update().exists():
            return False
        if job.attempts >= ATTEMPTS or isinstance(error, GiveUp):
            _bury(job, _class_of(error), _place_of(error))
        else:
            job.state, job.holder, job.due_at = JobState.READY, "", clock.now() + _pause(job.attempts)
            job.error, job.place = _class_of(error), _place_of(error)
            job.save()
        return True


def slot_ended(slot: PeriodicSlot, every: timedelta, error: BaseException | None) -> bool:
    """Say when a slot runs next: `every` after it was taken. False when we no longer hold it."""
    now = clock.now()
    return bool(
        _held_slot(slot).update(
            due_at=max(now, (slot.started_at or now) + every),
            holder="",
            ended_at=now,
            failures=slot.failures + 1 if error else 0,
            error=_class_of(error) if error else "",
            place=_place_of(error) if error else "",
        )
    )


def _due_jobs(queue: str) -> "QuerySet[Job]":
    return Job.objects.filter(_TAKEABLE, queue=queue, due_at__lte=clock.now())


def _held_job(job: Job) -> "QuerySet[Job]":
    return Job.objects.filter(pk=job.pk, holder=job.holder)


def _held_slot(slot: PeriodicSlot) -> "QuerySet[PeriodicSlot]":
    return PeriodicSlot.objects.filter(pk=slot.pk, holder=slot.holder)


def _hold(work: Leased, lease: timedelta) -> None:
    work.holder, work.due_at = secrets.token_hex(16), clock.now() + lease


def _bury(job: Job, error: str, place: str) -> None:
    job.state, job.holder, job.finished_at = JobState.DEAD, "", clock.now()
    job.error, job.place = error, place
    job.save()


def _pause(attempts: int) -> timedelta:
    longest = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempts - 1))
    return timedelta(seconds=random.uniform(longest / 2, longest))


def _class_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"[:200]


def _place_of(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return "\n".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
