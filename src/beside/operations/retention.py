"""What is kept, and until when. Run by the worker; the defaults are those told on `/private`."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django_tasks import task

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation, Kind, Seat, Side
from beside.foundation import clock
from beside.people.actions import forget_phrase
from beside.people.models import ReturnPhrase

WITHOUT_WORDS = timedelta(hours=24)
"""A chat whose person made no return phrase: so long after its end."""

WITH_WORDS = timedelta(days=30)
"""A chat whose person can come back: so long after the last visit."""

EVERY = 15 * 60
"""Seconds between two looks."""


@task()
def sweep() -> None:
    """Destroy what is due: the chat, and what staff wrote backstage about it."""
    for conversation in due():
        for aside in conversation.backstages.filter(erased_at__isnull=True):
            conversations.erase(conversation=aside, actor=None)
        conversations.erase(conversation=conversation, actor=None)
        _forget_phrase(conversation)


def due() -> Iterable[Conversation]:
    """The chats whose time is over, oldest first."""
    seeker = Seat.objects.filter(conversation=OuterRef("pk"), side=Side.SEEKER)
    can_return = Exists(seeker.filter(person__in=ReturnPhrase.objects.values("person")))
    ended = _ended().annotate(can_return=can_return)
    yield from ended.filter(can_return=False, closed_at__lte=clock.now() - WITHOUT_WORDS)
    last_seen = ended.filter(can_return=True, seats__side=Side.SEEKER).annotate(
        last_seen=Max("seats__person__visits__last_seen_on")
    )
    yield from last_seen.filter(last_seen__lte=(clock.now() - WITH_WORDS).date())


def _forget_phrase(conversation: Conversation) -> None:
    """A phrase that leads nowhere any more is forgotten with its last chat."""
    for seat in conversation.seats.filter(side=Side.SEEKER).select_related("person"):
        kept = Conversation.objects.filter(seats__person=seat.person, erased_at__isnull=True)
        if not kept.exists():
            forget_phrase(person=seat.person)


def _ended() -> "QuerySet[Conversation]":
    kept = Conversation.objects.filter(erased_at__isnull=True, closed_at__isnull=False)
    return kept.exclude(kind=Kind.BACKSTAGE).order_by("closed_at")
