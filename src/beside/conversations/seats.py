"""Which seats may read now. Looked up where words are opened, every time, never remembered."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from beside.conversations.models import Seat, Side, Voice
from beside.foundation import clock
from beside.people.models import AT_THE_DESK, Grant

STAFF_READS_FOR = timedelta(hours=24)
"""After the end of a chat; then staff see its shell without words (product: "Who is who")."""


def readable() -> "QuerySet[Seat]":
    """Seats with a voice, in a log that is not erased; those of staff while they listen, and not for ever.

    The staff-only log beside a chat ends with the chat.
    """
    before = clock.now() - STAFF_READS_FOR
    listens = Exists(Grant.objects.filter(person=OuterRef("person"), role__in=AT_THE_DESK))
    over = Q(conversation__closed_at__lte=before) | Q(conversation__tied_to__closed_at__lte=before)
    gone = over | Q(conversation__tied_to__erased_at__isnull=False)
    seats = Seat.objects.select_related("conversation", "person").filter(conversation__erased_at=None)
    return seats.exclude(voice=Voice.NONE).exclude(Q(side=Side.STAFF) & (gone | ~listens))
