"""What is left of an erased conversation fades to a bare tombstone: that there was one, on which day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from beside.conversations.models import Conversation
from beside.foundation import clock

AFTER = timedelta(days=2)
"""How long the empty rows of an erased conversation stay: a restore and a late retry still find them."""


def due() -> "QuerySet[Conversation]":
    """Erased conversations that still say how many lines there were, by whom, and at what time they ended."""
    return Conversation.objects.filter(erased_at__lt=clock.now() - AFTER, head__gt=0).order_by("erased_at")


@transaction.atomic
def fade(*, conversation: Conversation, forget_language: bool) -> None:
    """Drop the empty rows of an erased conversation and keep days instead of times. Idempotent.

    Raises ValueError for a conversation that is not erased: its log is the truth, and nothing is taken from
    it.
    """
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if row.erased_at is None:
        raise ValueError("Only an erased conversation fades.")
    row.entries.all().delete()
    row.head, row.erased_at = 0, start_of_day(row.erased_at)
    row.closed_at = start_of_day(row.closed_at) if row.closed_at else None
    row.language = "" if forget_language else row.language
    row.save(update_fields=["head", "erased_at", "closed_at", "language"])


def start_of_day(moment: datetime) -> datetime:
    """Midnight of the same day (UTC): a moment as coarse as the clear columns."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
