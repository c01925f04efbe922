"""Keeping the queue tidy: finished jobs are forgotten, dead letters wait for a person."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.journal import audit, doorbell, queue
from beside.journal.models import Job, JobState

FORGETTING_EVERY = 3600.0
"""How often `forget_finished` is meant to run, in seconds."""


@task
def forget_finished() -> None:
    """Delete the jobs done more than `queue.KEPT` ago. Dead letters stay until a person decides."""
    Job.objects.filter(state=JobState.DONE, finished_at__lt=clock.now() - queue.KEPT).delete()


def revive(*, job_id: uuid.UUID, actor: uuid.UUID) -> Job:
    """Give a dead letter all its attempts again. Raises NotForYou when it is not one."""
    with transaction.atomic():
        job = queue.dead().select_for_update().filter(pk=job_id).first()
        if job is None:
            raise NotForYou(_("There is no such dead letter."))
        job.state, job.attempts, job.finished_at, job.due_at = JobState.READY, 0, None, clock.now()
        job.save()
        audit.record(actor=actor, act="job.revived", about=f"job:{job.pk}")
        transaction.on_commit(doorbell.ring)
    return job
