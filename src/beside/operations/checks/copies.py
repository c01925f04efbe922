"""Backups: taken lately, on another disk, and known to come back."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from beside.foundation import clock
from beside.operations import records
from beside.operations.backups import drill, taking
from beside.operations.health import OK, RED, WARN, Finding

OVERDUE = timedelta(hours=30)
"""A daily backup that is older than this has been missed."""

DRILLED = timedelta(days=90)
"""A backup nobody has brought back for so long is a hope."""


def backup() -> Finding:
    """When the last one was taken; red when it is overdue, or when none is taken for real people."""
    last = records.went_well(taking.RECORD)
    figure = f"{last:%Y-%m-%d %H:%M} UTC" if last else ""
    if settings.BACKUP_FOLDER is None:
        state = RED if settings.IS_PRODUCTION and not _is_lately(last) else WARN
        return Finding(state, _("No backup is taken by itself: set BESIDE_BACKUP."), figure)
    if last is None:
        return Finding(WARN, _("No backup has been taken yet."))
    if not _is_lately(last):
        why = records.last(taking.RECORD).get("why", "")
        return Finding(RED, _("The backup is overdue. %(why)s") % {"why": why}, figure)
    if _is_beside_the_data(settings.BACKUP_FOLDER):
        return Finding(WARN, _("The backup lies on the same disk as the data: both go together."), figure)
    return Finding(OK, _("The backup is of today or yesterday."), figure)


def drill_restore() -> Finding:
    """Whether a backup was brought back lately, with everything opened."""
    told, last = records.last(drill.RECORD), records.went_well(drill.RECORD)
    figure = f"{last:%Y-%m-%d %H:%M} UTC" if last else ""
    if told and not told.get("good"):
        return Finding(
            RED, _("The last restore drill failed: %(said)s") % {"said": told.get("sentence", "")}, figure
        )
    if last is None:
        return Finding(WARN, _("No backup has ever been tried: run beside drill restore."))
    if clock.now() - last > DRILLED:
        return Finding(WARN, _("The last restore drill is long ago: run beside drill restore."), figure)
    return Finding(OK, str(told.get("sentence", "")), figure)


def _is_lately(last: datetime | None) -> bool:
    return last is not None and clock.now() - last < OVERDUE


def _is_beside_the_data(folder: Path) -> bool:
    return folder.exists() and folder.stat().st_dev == Path(settings.DATA).stat().st_dev
