"""What the desk answers on a socket: it tells a page that the board changed, or where to go."""

from typing import Any
from uuid import UUID

import msgspec

from beside.desk import actions, hints
from beside.desk.actions.shifts import AT_THE_DESK
from beside.foundation.errors import NotForYou
from beside.foundation.threads import in_room
from beside.gateway.guest import Guest
from beside.gateway.link import Link
from beside.people.queries import with_role

_LISTENING = "desk"


async def follow(link: Link, _frame: dict[str, Any]) -> None:
    """A page wants to hear of the desk: staff of the board and of themselves, seekers of themselves."""
    if link.state.get(_LISTENING):
        return
    await in_room(link.guest.language, _check, link.guest)
    link.state[_LISTENING] = True

    async def told(raw: bytes) -> None:
        await link.send(msgspec.json.decode(raw, type=dict[str, Any]))

    async def changed(_raw: bytes) -> None:
        await link.send({"t": "desk"})

    await link.follow(hints.topic_of(link.guest.person), told)
    if link.guest.side == "staff":
        await link.follow(hints.DESK, changed)
    await link.send({"t": "desk"})


def _check(guest: Guest) -> None:
    """Raises NotForYou for staff without a role at the desk: the board is not theirs to hear of."""
    if guest.side == "staff" and not with_role(*AT_THE_DESK).filter(pk=guest.person).exists():
        raise NotForYou()


def presence_changed(person_id: UUID, here: bool) -> None:
    """Somebody's sockets came or went. Their offers are freed at once; a lost chat waits for the sweep."""
    if here:
        actions.listener_back(person_id=person_id)
        actions.seeker_back(person_id=person_id)
    else:
        actions.release_offers_of(person_id=person_id)
