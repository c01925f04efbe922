"""What the journal keeps about a person: lines of the audit trail, and follow-ups that name them.

Data keys are told of by the rooms whose objects they seal.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beside.foundation.holdings import Holding, Someone
from beside.journal.models import AuditLine, DataKey, Job
from beside.journal.queue import KEPT
from beside.web import lengths


def about(person: Someone) -> list[Holding]:
    """What this person did, or had done to them, by number; and follow-ups that name them.

    That somebody asked for all this is not among it: the line is about who asked, and has its own place.
    """
    which = (Q(actor=person.pk) | Q(about=str(person.pk))) & ~Q(act__startswith="subpoena.")
    return [*_trail(which), *follow_ups("person", [str(person.pk)])]


def readings(objects: Iterable[str]) -> list[Holding]:
    """The lines of the trail about these objects (their numbers, as text): who opened them, and why."""
    return _trail(Q(about__in=list(objects)))


def follow_ups(fact: str, numbers: Iterable[str]) -> list[Holding]:
    """Jobs, waiting or finished, that carry one of these numbers as this fact."""
    jobs = Job.objects.filter(**{f"arguments__kwargs__{fact}__in": list(numbers)}).order_by("enqueued_at")
    rows = [{"day": f"{job.enqueued_at:%Y-%m-%d}", "task": job.task, "state": job.state} for job in jobs]
    if not rows:
        return []
    why = _("So that what follows from something happens once, and not twice.")
    until = max(job.enqueued_at for job in jobs) + KEPT
    return [
        Holding(_("Notes of the machine to itself: numbers, no words"), why, until, len(rows), detail=rows)
    ]


def key_state(key_id: int | None) -> str:
    """Of one data key: "held" (what it sealed can be opened by this house), "destroyed" with the day,
    "none".
    """
    key = DataKey.objects.filter(pk=key_id).first() if key_id is not None else None
    if key is None:
        return "none"
    return f"destroyed {key.destroyed_at:%Y-%m-%d}" if key.destroyed_at else "held"


def _trail(which: Q) -> list[Holding]:
    rows = [
        {"day": f"{line.at:%Y-%m-%d}", "act": line.act, "about": line.about}
        for line in AuditLine.objects.filter(which).order_by("at")
    ]
    if not rows:
        return []
    why = _("So that nobody opens or changes anything unseen.")
    return [
        Holding(
            _("The list of who did what: no words"), why, lengths.worded()["audit"], len(rows), detail=rows
        )
    ]
