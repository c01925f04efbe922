"""How a bite of each class is destroyed. Doing it twice is doing it once."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from beside.conversations import actions as conversations
from beside.conversations.models import Conversation, Side
from beside.desk.actions import forget_waiting_answers
from beside.desk.models import Request
from beside.people.actions import forget_marks, forget_phrase
from beside.people.models import Visit


def chats(bite: Sequence[Conversation]) -> None:
    """The chat, and what staff wrote backstage about it. The desk follows and forgets its notes."""
    for conversation in bite:
        for aside in conversation.backstages.filter(erased_at__isnull=True):
            conversations.erase(conversation=aside, actor=None)
        conversations.erase(conversation=conversation, actor=None)
        forget_phrases(conversation)


def answers(bite: Sequence[Request]) -> None:
    """What was answered while waiting."""
    forget_waiting_answers(requests=[request.pk for request in bite])


def marks(bite: Sequence[Visit]) -> None:
    """In which browser somebody came."""
    forget_marks(visits=[visit.pk for visit in bite])


def rows(bite: Sequence[Model]) -> None:
    """Rows that nothing hangs on."""
    model: Any = type(bite[0])
    model.objects.filter(pk__in=[row.pk for row in bite]).delete()


def forget_phrases(conversation: Conversation) -> None:
    """A phrase that leads nowhere any more is forgotten with its last chat."""
    for seat in conversation.seats.filter(side=Side.SEEKER).select_related("person"):
        kept = Conversation.objects.filter(seats__person=seat.person, erased_at__isnull=True)
        if not kept.exists():
            forget_phrase(person=seat.person)
