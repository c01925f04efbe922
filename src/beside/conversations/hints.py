"""What travels on the bus about a conversation. Hints: losing one costs delay, never a message."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from django.db import transaction

from beside.conversations.drafts import Fresh, Written
from beside.gateway import bus


class Entered(msgspec.Struct, frozen=True, tag="entry", array_like=True):
    """A new entry, still sealed: the fields of what was written, in their order, without their names."""

    fields: tuple[UUID, int, str, str, str, int, bytes]

    @property
    def written(self) -> Written:
        """The entry."""
        return Written(*self.fields)


class Live:
    """A new entry on its way through this process: opened already. Other processes get it sealed."""

    __slots__ = ("fresh",)

    def __init__(self, fresh: Fresh) -> None:
        self.fresh = fresh

    def packed(self) -> bytes:
        """The sealed entry, without what was opened."""
        one = self.fresh.written
        fields = (
            one.conversation_id, one.position, one.kind, one.author, one.client_id, one.key_id, one.sealed
        )  # fmt: skip
        return _encoder.encode(Entered(fields))


class Typing(msgspec.Struct, frozen=True, tag="typing", array_like=True):
    """Someone writes, or has stopped."""

    seat: int
    who: str
    on: bool


class Seen(msgspec.Struct, frozen=True, tag="seen", array_like=True):
    """Someone has read up to a position."""

    seat: int
    upto: int


class Presence(msgspec.Struct, frozen=True, tag="presence", array_like=True):
    """Someone is here, or their connection has gone."""

    seat: int
    who: str
    here: bool


class Unseated(msgspec.Struct, frozen=True, tag="unseated", array_like=True):
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
