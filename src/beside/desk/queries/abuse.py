"""Whose door is shut for a while, and what has been reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from beside.desk.models import CoolOff, Report
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.people import tokens
from beside.people.models import Person, Role

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Resting:
    """A pause that runs. `until` is empty while somebody has to look at it first."""

    row: CoolOff
    until: datetime | None


def resting(person: Person | None, token: str) -> Resting | None:
    """The pause that runs for this visit or this browser. An address says nothing: others share it."""
    known = Q(token=tokens.hashed(token)) if token else Q(pk=None)
    if person is not None:
        known |= Q(person=person)
    now = clock.now()
    running = CoolOff.objects.filter(known, lifted_at=None, reopened_at=None, begun_at__gt=now - LATELY)
    row = running.filter(Q(until=None) | Q(until__gt=now)).order_by("-step", "-begun_at").first()
    return Resting(row, row.until) if row else None


def came_back_in_danger(person: Person) -> bool:
    """Whether this person's door was opened again within the day because they said they are in danger."""
    since = clock.now() - timedelta(days=1)
    return CoolOff.objects.filter(person=person, reopened_at__gt=since).exists()


def to_look_at() -> "QuerySet[CoolOff]":
    """Pauses that last until a supervisor has looked at them, the oldest first."""
    waiting = CoolOff.objects.filter(until=None, lifted_at=None, reopened_at=None)
    return waiting.select_related("by").order_by("begun_at")


def reports_for(actor: Person) -> "QuerySet[Report]":
    """Reports this person may see: supervisors, and never what is about themselves. Open ones first."""
    if not actor.has_role(Role.SUPERVISOR):
        return Report.objects.none()
    seen = Report.objects.exclude(named=actor).select_related("named", "answered_by")
    return seen.order_by("answered_at", "due_on", "pk")


def report_for(actor: Person, report_id: int) -> Report:
    """One of them. Raises NotForYou, as for one that never was."""
    found = reports_for(actor).filter(pk=report_id).first()
    if found is None:
        raise NotForYou()
    return found


def report_by_receipt(number: str) -> Report | None:
    """The report somebody holds the number of."""
    return Report.objects.filter(receipt=tokens.hashed(number)).first() if number else None


def overdue() -> "QuerySet[Report]":
    """Not answered by the day that was named."""
    return Report.objects.filter(answered_at=None, due_on__lt=clock.today())
