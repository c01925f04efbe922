"""What a supervisor sees of the chats, and whether the line is handed out by hand just now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from beside.conversations import queries as conversations
from beside.conversations.models import Conversation, Seat, Side, Voice
from beside.desk import routing
from beside.desk.models import Chat, Switchboard
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.people.models import Person, Role
from beside.safety import queries as alerts
from beside.safety.models import Alert

HELD_FOR = timedelta(minutes=10)
"""However busy the one at the switchboard is: who has waited so long is asked about by the house again."""

AWAY_FOR = timedelta(seconds=60)
"""After so long without a page the switchboard ends by itself: nobody waits for somebody who is not there."""


@dataclass(frozen=True, slots=True)
class Help:
    """Help in one chat. `call` is the open one, `coming` who answered it, `with_you` who has stepped in."""

    asked: bool
    call: Alert | None
    danger: Alert | None
    coming: str
    with_you: str


def switchboard() -> Switchboard | None:
    """The running switchboard."""
    return Switchboard.objects.filter(ended_at=None).select_related("by").first()


def left_to_the_house(rows: Iterable[routing.Waiting]) -> list[routing.Waiting]:
    """Those the house asks about by itself: all of them, or while a supervisor hands out the line only who
    is in danger, and who has waited for so long that no one person may keep them.
    """
    if switchboard() is None:
        return list(rows)
    since = clock.now() - HELD_FOR
    return [row for row in rows if row.in_danger or row.front or row.joined_at <= since]


def is_left_alone(board: Switchboard) -> bool:
    """Whether whoever hands out the line has no page open any more."""
    last = presence.last_here(board.by_id)
    return last is None or clock.now() - last > AWAY_FOR


def chat_for(person: Person, conversation_id: UUID) -> Chat:
    """A running chat, for a supervisor. Raises NotForYou."""
    found = Chat.objects.select_related("conversation", "request__person", "listener")
    chat = found.filter(conversation_id=conversation_id, ended_at=None).first()
    if chat is None or not person.has_role(Role.SUPERVISOR) or chat.conversation.erased_at is not None:
        raise NotForYou()
    return chat


def voice_of(person: Person, conversation: Conversation) -> str:
    """How this supervisor is in a chat now: speaks, reads, or none."""
    seat = Seat.objects.filter(conversation=conversation, person=person, side=Side.STAFF).first()
    return seat.voice if seat else Voice.NONE


def help_of(chat: Chat) -> Help:
    """How it stands with help in a chat, for whoever sits in it."""
    subject = str(chat.conversation_id)
    call, danger = alerts.open_alert("help", subject), alerts.open_alert("danger", subject)
    coming = call.acknowledged_by.name if call and call.acknowledged_by else ""
    present = [one for one in conversations.staff_present(chat.conversation) if one.pk != chat.listener_id]
    inside = next((one.name for one in present if one.has_role(Role.SUPERVISOR)), "")
    return Help(chat.hand_at is not None, call, danger, coming, inside)
