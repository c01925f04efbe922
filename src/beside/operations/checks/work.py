"""The worker, its jobs, and the way between processes."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from beside.foundation import clock
from beside.gateway import bus
from beside.journal import queue
from beside.journal.models import Job, JobState, PeriodicSlot
from beside.operations.health import OK, RED, WARN, Finding

_SILENT = timedelta(seconds=60)
_LATE_SECONDS = 60
_FAILING = 3


def worker() -> Finding:
    """Whether anybody does the follow-ups: something is due every few seconds."""
    last = PeriodicSlot.objects.exclude(started_at=None).order_by("-started_at").first()
    if last is None or last.started_at is None:
        return Finding(WARN, _("The worker has not begun yet."))
    ago = clock.now() - last.started_at
    if ago > _SILENT:
        return Finding(RED, _("The worker is silent: nobody is told, nothing is destroyed."), _seconds(ago))
    return Finding(OK, _("The worker works."), _seconds(ago))


def jobs() -> Finding:
    """How much waits, and how long the oldest has been due."""
    waiting = Job.objects.filter(state__in=(JobState.READY, JobState.RUNNING)).count()
    late = queue.overdue()
    if late > _LATE_SECONDS:
        said = _("Follow-ups wait: the oldest has been due for %(seconds)d seconds.") % {"seconds": late}
        return Finding(RED, said, waiting)
    return Finding(OK, _("Follow-ups are done as they come."), waiting)


def dead_letters() -> Finding:
    """What used up its attempts waits for a person."""
    dead = queue.dead().count()
    if dead:
        return Finding(WARN, _("Some follow-ups failed for good and wait for a person to look."), dead)
    return Finding(OK, _("No follow-up has failed for good."), 0)


def slots() -> Finding:
    """What runs every so often and has failed several times in a row, by name."""
    failing = (
        PeriodicSlot.objects.filter(failures__gte=_FAILING).order_by("name").values_list("name", "error")
    )
    if failing:
        names = ", ".join(f"{name} ({error.rsplit('.', 1)[-1]})" for name, error in failing)
        return Finding(RED, _("This fails every time: %(names)s.") % {"names": names}, len(failing))
    return Finding(OK, _("What runs every so often runs."), 0)


def bus_well() -> Finding:
    """Whether hints reach the other processes. Without them people wait up to five seconds longer."""
    current = bus.current()
    if not current.spans:
        told = (
            _("One process needs no bus.")
            if not settings.ENVIRONMENT.redis_url
            else _("Redis is not asked here.")
        )
        return Finding(OK, told)
    if not current.well:
        return Finding(WARN, _("Redis does not answer: messages arrive a few seconds later, none is lost."))
    return Finding(OK, _("Hints reach the other processes."))


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.0f} s"
