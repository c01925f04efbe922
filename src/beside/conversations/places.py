"""A seat as an open socket remembers it: who speaks, where, and what their words are read with."""

from uuid import UUID

import msgspec

from beside.conversations.models import Seat, Voice


class Place(msgspec.Struct, frozen=True):
    """What of a seat does not change. Whether it may still speak or read is looked up elsewhere.

    `voice` is the one it had when it was looked up: who only reads is not noticed by anybody.
    """

    pk: int
    conversation_id: UUID
    key_id: int
    side: str
    name: str
    language: str
    voice: str = Voice.SPEAKS

    @property
    def is_silent(self) -> bool:
        """Whether nobody is told that this person reads, writes or is here."""
        return self.voice != Voice.SPEAKS

    @classmethod
    def of(cls, seat: Seat) -> "Place":
        """The place of a seat that was just looked up."""
        log = seat.conversation
        return cls(
            seat.pk, seat.conversation_id, log.key_id, seat.side, seat.person.name, log.language, seat.voice
        )
