"""What the desk answers on a socket: it tells a page that the board changed, or where to go."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec

from beside.desk import actions, hints
from beside.desk.queries import coming
from beside.foundation.errors import NotForYou
from beside.foundation.threads import in_room
from beside.gateway import trouble
from beside.gateway.guest import Guest
from beside.gateway.link import Link
from beside.people.models import AT_THE_DESK
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


def presence_changed(changed: Mapping[UUID, bool]) -> None:
    """Sockets came or went. Offers of those who went are freed at once; a lost chat waits for the sweep.

    Looked up for all together, and decided only where there is something to decide. Consoles look once.
    """
    came = [person for person, here in changed.items() if here]
    gone = [person for person, here in changed.items() if not here]
    _each(actions.listener_back, coming.lost_listeners(came))
    _each(actions.seeker_back, coming.seekers_who_left(came))
    _each(actions.release_offers_of, coming.listeners_asked(gone))
    if coming.any_on_shift(came):
        _ask()
    hints.desk_changed()


def _ask() -> None:
    """Somebody who is on shift opened a page: there may be somebody for them."""
    try:
        actions.ask_around()
    except Exception as error:
        trouble.tell("asking around", error)


def _each(verb: Callable[..., object], persons: Collection[UUID]) -> None:
    """One that fails stops none of the others."""
    for person_id in persons:
        try:
            verb(person_id=person_id)
        except Exception as error:
            trouble.tell("somebody's line", error)
