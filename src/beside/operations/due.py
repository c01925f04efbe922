"""What is due to be destroyed at a moment, class by class. Every answer is a queryset, oldest first."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from beside.conversations.models import Conversation, Kind, Seat, Side
from beside.desk.models import Request, Service
from beside.desk.models.line import IN_LINE
from beside.journal.models import AuditLine, Job, JobState
from beside.operations import keeping
from beside.operations.models import Erasure
from beside.people.actions import FORGOTTEN
from beside.people.models import Invitation, ReturnPhrase, StaffSession, Visit
from beside.safety.models import Concern

_SIGN_IN = r"^(sign-in|sign-out|session|sessions)(\.|$)"
"""The acts that make the staff's sign-in log."""


def chats_without_words(now: datetime) -> "QuerySet[Conversation]":
    """Ended chats whose person cannot come back, those of a service that keeps them shorter sooner."""
    is_due = Q(closed_at__lte=now - keeping.length("chat_without_words"))
    for service, hours in Service.objects.exclude(keep_hours=None).values_list("pk", "keep_hours"):
        is_due |= Q(request__service=service, closed_at__lte=now - timedelta(hours=hours or 0))
    return _ended(now, can_return=False).filter(is_due)


def chats_with_words(now: datetime) -> "QuerySet[Conversation]":
    """Ended chats of somebody with five words who did not come by any more."""
    last_seen = Max("seats__person__visits__last_seen_on", filter=Q(seats__side=Side.SEEKER))
    seen = _ended(now, can_return=True).annotate(last_seen=last_seen)
    day = (now - keeping.length("chat_with_words")).date()
    return seen.filter(Q(last_seen__lte=day) | Q(last_seen=None, closed_at__date__lte=day))


def answers(now: datetime) -> "QuerySet[Request]":
    """Requests that still hold what was answered while waiting."""
    told = Request.objects.exclude(state__in=IN_LINE).exclude(answer="", distress_before=None)
    return told.filter(joined_at__lte=now - keeping.length("waiting")).order_by("joined_at")


def visits(now: datetime) -> "QuerySet[Visit]":
    """Visits that are over and still say in which browser they were."""
    day = (now - keeping.length("visits")).date()
    marked = Visit.objects.filter(last_seen_on__lt=day).exclude(token_hash__startswith=FORGOTTEN)
    return marked.order_by("last_seen_on", "pk")


def hidden(now: datetime) -> "QuerySet[Erasure]":
    """What a person asked to be destroyed, and was hidden until now."""
    return Erasure.objects.filter(done_on=None, held_until__lte=now).order_by("held_until")


def remains(now: datetime) -> "QuerySet[Conversation]":
    """Destroyed chats that still say how long they were and when, to the minute."""
    past = now - keeping.length("desk_times")
    return Conversation.objects.filter(erased_at__lt=past, head__gt=0).order_by("erased_at")


def decisions(now: datetime) -> "QuerySet[Concern]":
    """Concerns that were closed long ago."""
    return Concern.objects.filter(closed_at__lte=now - keeping.length("decisions")).order_by("closed_at")


def sign_in_log(now: datetime) -> "QuerySet[AuditLine]":
    """Lines that say who of the staff signed in or out."""
    old = AuditLine.objects.filter(at__lte=now - keeping.length("sign_in_log"))
    return old.filter(act__regex=_SIGN_IN).order_by("at")


def audit_lines(now: datetime) -> "QuerySet[AuditLine]":
    """All other lines of the trail."""
    return AuditLine.objects.filter(at__lte=now - keeping.length("audit")).order_by("at")


def links(now: datetime) -> "QuerySet[Invitation]":
    """Invitations that nobody can use any more."""
    past = now - keeping.length("links")
    over = Q(used_at__lte=past) | Q(withdrawn_at__lte=past) | Q(expires_at__lte=past)
    return Invitation.objects.filter(over).order_by("made_at")


def sessions(now: datetime) -> "QuerySet[StaffSession]":
    """Sessions that have run out."""
    return StaffSession.objects.filter(expire_date__lte=now).order_by("expire_date")


def jobs(now: datetime) -> "QuerySet[Job]":
    """Finished work. Dead letters wait for a person."""
    past = now - keeping.length("jobs")
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=past).order_by("finished_at")


def _ended(now: datetime, *, can_return: bool) -> "QuerySet[Conversation]":
    """Chats that are over and not erased. Nothing is due before it ended, whatever the clock says."""
    seeker = Seat.objects.filter(conversation=OuterRef("pk"), side=Side.SEEKER)
    back = Exists(seeker.filter(person__in=ReturnPhrase.objects.values("person")))
    kept = Conversation.objects.filter(erased_at=None, closed_at__lte=now).exclude(kind=Kind.BACKSTAGE)
    return kept.annotate(can_return=back).filter(can_return=can_return).order_by("closed_at", "pk")
