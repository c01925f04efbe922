"""Who follows what. Siblings meet only here."""

from collections.abc import Mapping

from beside.conversations import followers as conversation_followers
from beside.conversations import hints, ledger
from beside.conversations import live as conversations
from beside.gateway import presence
from beside.gateway.socket import Beat, Door
from beside.journal import events

DOORS: Mapping[str, Door] = {
    "open": conversations.open_,
    "say": conversations.say,
    "read": conversations.read,
    "typing": conversations.typing,
}
"""Which room answers which frame."""

BEATS: tuple[Beat, ...] = (conversations.beat,)


def connect() -> None:
    """Connect the rooms. Connecting twice is once."""
    ledger.follow(hints.entered)
    presence.on_change(conversations.tell_presence)
    events.follow("conversation.erased", conversation_followers.destroy_key)
