"""What the conversations room answers on a socket. Live is catching up, done early: one code path."""

import asyncio
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions, frames, hints, queries
from beside.conversations.hints import Entered, Presence, Seen, Typing
from beside.conversations.lines import Change, Line
from beside.conversations.models import Seat
from beside.foundation.errors import Invalid, NotForYou
from beside.foundation.threads import in_room
from beside.gateway.socket import Link
from beside.people.models import Person


class Watch:
    """One link's view of one conversation: it knows how far it has shown."""

    def __init__(self, link: Link, seat: Seat, position: int) -> None:
        self.link = link
        self.seat = seat
        self.position = position
        self._turn = asyncio.Lock()

    async def hinted(self, raw: bytes) -> None:
        """Something happened here: show it, or catch up when there is a gap."""
        hint = hints.read(raw)
        if isinstance(hint, Entered):
            await self._entered(hint)
        elif hint.seat != self.seat.pk:
            await self.link.send(_passing(self.seat.conversation_id, hint))

    async def catch_up(self) -> None:
        """Show everything after our position."""
        async with self._turn:
            await self._show(await in_room(self._language, _since, self.seat.pk, self.position))

    async def _entered(self, hint: Entered) -> None:
        async with self._turn:
            at = hint.written.position
            if at == self.position + 1:
                await self._show(await in_room(self._language, _one, self.seat.pk, hint))
            elif at > self.position:
                await self._show(await in_room(self._language, _since, self.seat.pk, self.position))

    async def _show(self, seen: list[Line | Change]) -> None:
        for line in seen:
            if line.position > self.position:
                await self.link.send(frames.of(self.seat.conversation_id, line))
                self.position = line.position

    @property
    def _language(self) -> str:
        return self.link.guest.language


async def open_(link: Link, frame: dict[str, Any]) -> None:
    """Follow a conversation from a position: catch up, then live."""
    conversation_id = _conversation(frame)
    after = frame.get("after", 0)
    if not isinstance(after, int) or after < 0:
        raise Invalid(_("A position is a whole number from 0."))
    seat = await in_room(link.guest.language, _seat, link.guest.person, conversation_id)
    watch = Watch(link, seat, after)
    link.state[hints.topic(conversation_id)] = watch
    await link.follow(hints.topic(conversation_id), watch.hinted)
    await watch.catch_up()
    await link.send(await in_room(link.guest.language, _standing, seat))


async def say(link: Link, frame: dict[str, Any]) -> None:
    """Say something; acknowledged after the commit."""
    conversation_id = _conversation(frame)
    words, client_id = str(frame.get("words", "")), str(frame.get("id", ""))
    seat = await in_room(link.guest.language, _seat, link.guest.person, conversation_id)
    about = frame.get("about") if isinstance(frame.get("about"), dict) else None
    promised = await in_room(
        link.guest.language, actions.say, seat=seat, words=words, client_id=client_id, about=about
    )
    written = await asyncio.wrap_future(promised)
    said = {"t": "said", "c": str(conversation_id), "id": client_id, "p": written.position}
    await link.send(said)


async def read(link: Link, frame: dict[str, Any]) -> None:
    """Remember how far the person has read, and tell the others."""
    watch, upto = _watch(link, frame), frame.get("p", 0)
    if not isinstance(upto, int):
        raise Invalid(_("A position is a whole number from 0."))
    if await in_room(link.guest.language, actions.read, seat=watch.seat, upto=upto):
        hints.publish(watch.seat.conversation_id, Seen(watch.seat.pk, upto))


async def typing(link: Link, frame: dict[str, Any]) -> None:
    """Tell the others that the person writes. Never stored."""
    watch = _watch(link, frame)
    hints.publish(
        watch.seat.conversation_id, Typing(watch.seat.pk, watch.seat.person.name, bool(frame.get("on")))
    )


async def beat(link: Link) -> None:
    """Name the head of every open log, so that a lost hint heals."""
    for watch in [one for one in link.state.values() if isinstance(one, Watch)]:
        head = await in_room(link.guest.language, queries.head_of, watch.seat.conversation_id)
        if head > watch.position:
            await watch.catch_up()
        await link.send({"t": "head", "c": str(watch.seat.conversation_id), "p": head})


def tell_presence(person_id: UUID, here: bool) -> None:
    """Tell the open conversations of a person that they are here, or that their connection has gone."""
    for seat in queries.open_seats(person_id):
        hints.publish(seat.conversation_id, Presence(seat.pk, seat.person.name, here))


def _passing(conversation_id: UUID, hint: Typing | Seen | Presence) -> dict[str, Any]:
    about = {"c": str(conversation_id)}
    if isinstance(hint, Typing):
        return {"t": "typing", **about, "who": hint.who, "on": hint.on}
    if isinstance(hint, Seen):
        return {"t": "seen", **about, "p": hint.upto}
    return {"t": "presence", **about, "who": hint.who, "here": hint.here}


def _conversation(frame: dict[str, Any]) -> UUID:
    try:
        return UUID(str(frame.get("c")))
    except ValueError as wrong:
        raise NotForYou(_("There is no such conversation.")) from wrong


def _watch(link: Link, frame: dict[str, Any]) -> Watch:
    watch = link.state.get(hints.topic(_conversation(frame)))
    if not isinstance(watch, Watch):
        raise NotForYou(_("There is no such conversation."))
    return watch


def _seat(person_id: UUID, conversation_id: UUID) -> Seat:
    return queries.seat_of(Person.objects.get(pk=person_id), conversation_id)


def _since(seat_id: int, position: int) -> list[Line | Change]:
    return queries.since(queries.seat_by_id(seat_id), position)


def _one(seat_id: int, hint: Entered) -> list[Line | Change]:
    seat = queries.seat_by_id(seat_id)
    return queries.shown(seat, [hint.written], queries.authors(seat.conversation_id))


def _standing(seat: Seat) -> dict[str, Any]:
    conversation = str(seat.conversation_id)
    here = [name for name, present in queries.others_here(seat) if present]
    return {
        "t": "open",
        "c": conversation,
        "p": queries.head_of(seat.conversation_id),
        "seen": queries.seen_upto(seat),
        "here": here,
    }
