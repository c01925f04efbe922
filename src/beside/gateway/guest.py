"""Who is at the other end of a socket, as far as the gateway knows."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

Side = Literal["seeker", "staff"]


@dataclass(frozen=True, slots=True)
class Guest:
    """A person with a socket open: side, language, sign-in, and the epoch their rights are of."""

    person: UUID
    side: Side
    language: str
    session: str
    epoch: int


Greet = Callable[[Sequence[Scope]], Sequence[Guest | None]]
"""Called in a thread with the handshakes of some who came: a guest for each, or None for a stranger."""
