"""What goes into the ledger and what comes out."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

from beside.conversations.models import Entry
from beside.foundation import vault

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(dict[str, Any])

SERVICE = "service"
"""The author of what the service itself says."""


@dataclass(frozen=True)
class Event:
    """A follow-up announced with the entry. Facts are ids and levels, never words."""

    name: str
    facts: dict[str, str | int] = field(default_factory=dict)


class Draft(msgspec.Struct, frozen=True):
    """An entry before it has a position. `seat_id` is whose voice is looked at again under the lock."""

    conversation_id: UUID
    key_id: int
    kind: str
    author: str
    client_id: str
    payload: dict[str, Any]
    seat_id: int | None = None
    events: tuple[Event, ...] = ()

    @property
    def identity(self) -> tuple[UUID, str, str]:
        """What makes a retry the same entry: conversation, author, client id."""
        return (self.conversation_id, self.author, self.client_id)

    def encoded(self) -> bytes:
        """The payload as it is sealed: JSON."""
        return _encoder.encode(self.payload)


class Written(msgspec.Struct, frozen=True):
    """An entry on disk, still sealed. `fresh` is false for a retry that was here already."""

    conversation_id: UUID
    position: int
    kind: str
    author: str
    client_id: str
    key_id: int
    sealed: bytes
    fresh: bool = True

    @classmethod
    def of(cls, entry: Entry, key_id: int, *, fresh: bool = True) -> "Written":
        """What the log's row says."""
        return cls(
            conversation_id=entry.conversation_id,
            position=entry.position,
            kind=entry.kind,
            author=entry.author,
            client_id=entry.client_id,
            key_id=key_id,
            sealed=bytes(entry.sealed),
            fresh=fresh,
        )

    def opened(self, key: bytes) -> dict[str, Any]:
        """The payload in clear."""
        raw = vault.unseal(key, self.sealed, about(self.conversation_id, self.position, self.key_id))
        return _decoder.decode(raw)


class Promise(Protocol):
    """Told once what became of a draft, in the writer's thread. It must not raise. A Future is one."""

    def set_result(self, result: Written, /) -> None:
        """It is on disk."""

    def set_exception(self, exception: BaseException, /) -> None:
        """It is not, or nobody can tell."""


class Fresh(NamedTuple):
    """An entry that was just written, and its payload in clear: for this process, this moment only."""

    written: Written
    payload: dict[str, Any]


def about(conversation_id: UUID, position: int, key_id: int) -> str:
    """What a payload is bound to: a row moved elsewhere does not open."""
    return f"entry:{conversation_id}:{position}:{key_id}"
