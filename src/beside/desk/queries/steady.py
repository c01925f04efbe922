"""How a chat is steadied when it is too much: who is slowed, and words for it."""

from dataclasses import dataclass
from datetime import datetime

from beside.conversations.models import Conversation, Seat, Side
from beside.desk.models import Chat
from beside.desk.routing import DANGER
from beside.foundation import clock


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the person of a chat may write. `until`: one message at a time until then; `may`: can be."""

    until: datetime | None
    may: bool


def pace_of(chat: Chat) -> Pace:
    """How the person of this chat writes now. Nobody is slowed in whose words danger was read."""
    return Pace(slowed_until(chat), chat.is_running and chat.request.urgency < DANGER)


def slowed_until(chat: Chat) -> datetime | None:
    """Until when the person of a chat is let in one message at a time, or None."""
    slowed = Seat.objects.filter(conversation=chat.conversation_id, slow_until__gt=clock.now())
    return slowed.values_list("slow_until", flat=True).first()


def seeker_seat(conversation: Conversation) -> Seat:
    """The seat of the person who came to talk."""
    return Seat.objects.get(conversation=conversation, side=Side.SEEKER)
