"""What travels on the bus about a conversation. Hints: losing one costs delay, never a message."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction

from beside.conversations.drafts import Fresh, Written
from beside.gateway import bus


class Entered(msgspec.Struct, frozen=True, tag="entry"):
    """A new entry, still sealed."""

    written: Written


class Live:
    """A new entry on its way through this process: opened already. Other processes get it sealed."""

    __slots__ = ("fresh",)

    def __init__(self, fresh: Fresh) -> None:
        self.fresh = fresh

    def packed(self) -> bytes:
        """The sealed entry, without what was opened."""
        return _encoder.encode(Entered(self.fresh.written))


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


class Unseated(msgspec.Struct, frozen=True, tag="unseated"):
    """A place was taken away."""

    seat: int


Hint = Entered | Typing | Seen | Presence | Unseated

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Hint)


def topic(conversation_id: UUID) -> str:
    """The bus topic of a conversation."""
    return f"c:{conversation_id}"


def publish(conversation_id: UUID, hint: Hint) -> None:
    """Tell everyone who follows this conversation."""
    bus.publish(topic(conversation_id), _encoder.encode(hint))


def read(payload: bytes | Live) -> Hint | Live:
    """What came over the bus, from here or from another process."""
    return _decoder.decode(payload) if isinstance(payload, bytes) else payload


def entered(batch: Sequence[Fresh]) -> None:
    """Carry what was committed to every seat: what the ledger calls after a commit."""
    for fresh in batch:
        bus.publish(topic(fresh.written.conversation_id), Live(fresh))


def unseated(conversation_id: UUID, seat_id: int) -> None:
    """Tell every process, after the caller's commit, that a place was taken away. They find it later too."""
    transaction.on_commit(lambda: publish(conversation_id, Unseated(seat_id)), robust=True)
