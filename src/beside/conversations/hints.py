"""What travels on the bus about a conversation. Hints: losing one costs delay, never a message."""

from uuid import UUID

import msgspec

from beside.conversations.drafts import Written
from beside.gateway import bus


class Entered(msgspec.Struct, frozen=True, tag="entry"):
    """A new entry, still sealed."""

    written: Written


class Typing(msgspec.Struct, frozen=True, tag="typing"):
    """Someone writes, or has stopped."""

    seat: int
    who: str
    on: bool


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """Someone has read up to a position."""

    seat: int
    upto: int


class Presence(msgspec.Struct, frozen=True, tag="presence"):
    """Someone is here, or their connection has gone."""

    seat: int
    who: str
    here: bool


Hint = Entered | Typing | Seen | Presence

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Hint)


def topic(conversation_id: UUID) -> str:
    """The bus topic of a conversation."""
    return f"c:{conversation_id}"


def publish(conversation_id: UUID, hint: Hint) -> None:
    """Tell everyone who follows this conversation."""
    bus.publish(topic(conversation_id), _encoder.encode(hint))


def read(raw: bytes) -> Hint:
    """What came over the bus."""
    hint: Hint = _decoder.decode(raw)
    return hint


def entered(written: Written) -> None:
    """Carry a committed entry to every seat: what the ledger calls after a commit."""
    publish(written.conversation_id, Entered(written))
