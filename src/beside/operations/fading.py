"""What nobody needs any more fades: of an erased chat a day is left, of a person long gone a name and two
days.
"""

from django_tasks import task

from beside.conversations import fading as conversations
from beside.conversations.models import Seat, Side
from beside.desk import actions as desk
from beside.people import actions as people
from beside.people.models import Person

EVERY = 3600
"""Seconds between two looks."""


@task()
def sweep() -> None:
    """First the tombstones of chats, then the people of whom nothing but tombstones is left."""
    for conversation in conversations.due():
        taken = desk.fade(conversation_id=conversation.pk)
        conversations.fade(conversation=conversation, forget_language=not taken)
    for person in people.gone():
        if not _still_kept(person):
            people.fade(person=person)


def _still_kept(person: Person) -> bool:
    seats = Seat.objects.filter(person=person, side=Side.SEEKER)
    return (
        seats.filter(conversation__erased_at=None).exists() or seats.filter(conversation__head__gt=0).exists()
    )
