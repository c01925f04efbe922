"""Whom of many it concerns at the desk that their connection came or went."""

from collections.abc import Collection
from uuid import UUID

from beside.desk.models import Chat, Offer, OfferState, Shift


def lost_listeners(persons: Collection[UUID]) -> set[UUID]:
    """Those among them who hold a chat that waits for their connection."""
    held = Chat.objects.filter(listener__in=persons, ended_at=None).exclude(lost_at=None)
    return set(held.values_list("listener_id", flat=True))


def seekers_who_left(persons: Collection[UUID]) -> set[UUID]:
    """Those among them whose listener was told that they had left."""
    theirs = Chat.objects.filter(request__person__in=persons, ended_at=None).exclude(left_at=None)
    return set(theirs.values_list("request__person_id", flat=True))


def listeners_asked(persons: Collection[UUID]) -> set[UUID]:
    """Those among them who are asked to take somebody."""
    asked = Offer.objects.filter(listener__in=persons, state=OfferState.OPEN)
    return set(asked.values_list("listener_id", flat=True))


def any_on_shift(persons: Collection[UUID]) -> bool:
    """Whether any of them is on shift and takes people."""
    return Shift.objects.filter(person__in=persons, ended_at=None, paused_at=None).exists()
