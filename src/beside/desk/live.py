"""What the desk answers on a socket: it tells a page that the board changed, or where to go."""

from typing import Any
from uuid import UUID

import msgspec

from beside.desk import actions, hints
from beside.gateway.link import Link

_LISTENING = "desk"


async def follow(link: Link, _frame: dict[str, Any]) -> None:
    """A page wants to hear of the desk: staff of the board and of themselves, seekers of themselves."""
    if link.state.get(_LISTENING):
        return
    link.state[_LISTENING] = True

    async def told(raw: bytes) -> None:
        await link.send(msgspec.json.decode(raw, type=dict[str, Any]))

    async def changed(_raw: bytes) -> None:
        await link.send({"t": "desk"})

    await link.follow(hints.topic_of(link.guest.person), told)
    if link.guest.side == "staff":
        await link.follow(hints.DESK, changed)
    await link.send({"t": "desk"})


def presence_changed(person_id: UUID, here: bool) -> None:
    """Somebody's sockets came or went. Their offers are freed at once; a lost chat waits for the sweep."""
    if here:
        actions.listener_back(person_id=person_id)
        actions.seeker_back(person_id=person_id)
    else:
        actions.release_offers_of(person_id=person_id)
