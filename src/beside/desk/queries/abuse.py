"""Whose door is shut for a while, and what has been reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beside.desk.models import CoolOff, Report
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.people import tokens
from beside.people.models import Person, Role

LATELY = timedelta(days=30)
"""What happened longer ago does not count any more, and is forgotten."""

STEPS = (timedelta(minutes=15), timedelta(hours=24))
"""The first and the second pause in a row; from the third on somebody looks at it."""

AHEAD: tuple[str | Promise, ...] = (
    _("For 15 minutes they start no new chat. In danger they get in at once."),
    _("It is the second time: for 24 hours they start no new chat. In danger they get in at once."),
    _(
        "It is not the first time: they start no new chat until a supervisor has looked at it. "
        "In danger they get in at once."
    ),
)
"""What the next pause means, by its step."""


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


def next_step(person: Person) -> int:
    """Which pause in a row would come next for this person: 1, 2, or 3 for the third and all after it."""
    before = CoolOff.objects.filter(person=person, begun_at__gt=clock.now() - LATELY)
    last = before.order_by("-step").values_list("step", flat=True).first() or 0
    return min(last + 1, len(STEPS) + 1)


def pause_ahead(person: Person) -> str:
    """What it means for this person when their chat is ended because of abuse, in words for staff."""
    return str(AHEAD[next_step(person) - 1])


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
