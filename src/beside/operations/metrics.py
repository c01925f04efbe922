"""The house in figures, for a collector. No ids, no addresses, no paths; few people are none.

What counts people is given in tens, and below ten not at all: at three in the night "one person waits" tells
of that person. Counters that a single person moves go up in tens, so that no step of theirs is seen.
"""

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

from beside.desk.models import Request
from beside.desk.models.line import IN_LINE
from beside.foundation import figures
from beside.journal import queue
from beside.journal.models import Job, JobState
from beside.operations import health, records, retention
from beside.operations.backups import taking

FEWEST = 10
"""Fewer people than this are not counted out loud."""

_FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)
_STATES = {health.OK: 0, health.WARN: 1, health.RED: 2}
_sides: list[Callable[[], Iterable[str]]] = []


def watch_sides(sides: Callable[[], Iterable[str]]) -> None:
    """Say how to ask for the side ("seeker", "staff") of each open socket. The last one told wins."""
    _sides[:] = [sides]


def may_read(request: HttpRequest) -> bool:
    """Whoever shows the token. Without one set: only this machine, and nothing a proxy passed on."""
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(name in request.META for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def text() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Coarse())
    registry.register(_Standing())
    return generate_latest(registry)


def tens(count: float) -> int:
    """A number of people, or of what one person moves, as it may be said."""
    return int(count // FEWEST) * FEWEST


class _Coarse(Collector):
    """What the process counted, in tens."""

    def collect(self) -> Iterator[Metric]:
        """Every counter and histogram of `foundation.figures`, its counts coarse and its sums with them."""
        for metric in figures.REGISTRY.collect():
            told = Metric(metric.name, metric.documentation, metric.type)
            told.samples = [_coarse(one) for one in metric.samples if not one.name.endswith("_created")]
            yield told


def _coarse(sample: Sample) -> Sample:
    if sample.name.endswith("_sum"):
        return sample._replace(value=round(sample.value, 1))
    return sample._replace(value=tens(sample.value))


class _Standing(Collector):
    """How things stand now. What the tables cannot say at this moment is left out."""

    def collect(self) -> Iterator[Metric]:
        """Sockets, people in line, jobs, backups, and each check of the health page."""
        yield _sockets()
        try:
            yield from (_line(), _jobs(), _late(), _overdue(), _health())
        except DatabaseTrouble:
            yield GaugeMetricFamily("beside_tables_answer", "Whether the tables answer", value=0)
        last = records.went_well(taking.RECORD)
        if last is not None:
            at = last.timestamp()
            yield GaugeMetricFamily("beside_backup_timestamp_seconds", "The last good backup", value=at)


def _sockets() -> Metric:
    told = GaugeMetricFamily("beside_sockets", "Open sockets of this process, in tens", labels=["side"])
    try:
        sides = [side for ask in _sides for side in ask()]
    except RuntimeError:  # somebody came while we counted: next time
        return told
    for side in ("seeker", "staff"):
        if (count := tens(sides.count(side))) or side == "staff":
            told.add_metric([side], count)
    return told


def _line() -> Metric:
    told = GaugeMetricFamily("beside_waiting", "People in line, in tens; fewer than ten are left out")
    if count := tens(Request.objects.filter(state__in=IN_LINE).count()):
        told.add_metric([], count)
    return told


def _jobs() -> Metric:
    told = GaugeMetricFamily("beside_jobs", "Follow-ups, by state", labels=["state"])
    told.add_metric(["waiting"], Job.objects.filter(state__in=(JobState.READY, JobState.RUNNING)).count())
    told.add_metric(["dead"], queue.dead().count())
    return told


def _late() -> Metric:
    said = "How long the oldest follow-up has been due"
    return GaugeMetricFamily("beside_jobs_late_seconds", said, value=queue.overdue())


def _overdue() -> Metric:
    total = sum(retention.overdue().values())
    return GaugeMetricFamily("beside_retention_overdue", "What is a day over its time", value=total)


def _health() -> Metric:
    told = GaugeMetricFamily("beside_health", "0 ok, 1 warn, 2 red", labels=["check"])
    for line in health.report().lines:
        told.add_metric([line.name], _STATES[line.finding.state])
    return told
