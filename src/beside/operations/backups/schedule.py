"""What the worker does about backups: one a day, the list of what was erased every few minutes."""

from datetime import datetime, timedelta

from django.conf import settings
from django_tasks import task

from beside.foundation import clock
from beside.operations import records
from beside.operations.backups import taking, tombstones

EVERY = 600
"""Seconds between two looks at whether today's backup is due."""

LIST_EVERY = 300
"""Seconds between two looks at what was erased."""

_DAY = timedelta(days=1)


@task(queue_name="outward")
def take_when_due() -> None:
    """Take today's backup once its hour has come, and forget what is old even when none can be taken."""
    if settings.BACKUP_FOLDER is None:
        return
    try:
        if is_due(records.went_well(taking.RECORD), clock.now(), settings.BACKUP_HOUR):
            taking.take(settings.BACKUP_FOLDER)
    finally:
        taking.forget_old(settings.BACKUP_FOLDER)


@task(queue_name="outward")
def list_erased() -> None:
    """Write what was erased beside the backups, so that none of them brings it back."""
    if settings.BACKUP_FOLDER is not None:
        tombstones.lay(settings.BACKUP_FOLDER)


def is_due(last: datetime | None, now: datetime, hour: int) -> bool:
    """Whether the hour has come since the last one. The first is due at once."""
    at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    since = at if at <= now else at - _DAY
    return last is None or last < since
