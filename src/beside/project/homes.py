"""The page that a seeker who comes back by five words is led to."""

from beside.conversations.models import Seat, Voice
from beside.desk import queries as desk
from beside.people.models import Person


def open_page(person: Person) -> str:
    """The place in line or the chat, else the latest conversation that still can be read; empty for none."""
    held = desk.live_request(person)
    if held is not None:
        return f"/c/{held.conversation_id}" if desk.is_taken(held) else f"/wait/{held.conversation_id}"
    readable = Seat.objects.filter(person=person, conversation__erased_at=None).exclude(voice=Voice.NONE)
    latest = readable.order_by("-pk").first()
    return f"/c/{latest.conversation_id}" if latest else ""
