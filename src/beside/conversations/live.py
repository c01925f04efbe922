"""What the conversations room answers on a socket. Live is catching up, done early: one code path."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from beside.conversations import actions, hints, opening, queries
from beside.conversations.answers import Answer
from beside.conversations.drafts import Written
from beside.conversations.heads import Heads
from beside.conversations.hints import Presence, Seen, Typing
from beside.conversations.places import Place
from beside.conversations.watch import Watch
from beside.foundation.errors import DomainError, Invalid, NotForYou
from beside.foundation.threads import in_room
from beside.foundation.together import Together
from beside.gateway.socket import Link
from beside.people.models import Person

Frame = dict[str, Any]
Verb = Callable[..., "Future[Written]"]

_LAST = 2**31 - 1
_heads = Heads()
_places: Together[tuple[UUID, UUID], Place] = Together(opening.places)


async def open_(link: Link, frame: Frame) -> None:
    """Follow a conversation from a position: catch up, then live."""
    conversation_id = _conversation(frame)
    after = _position(frame, "after")
    place = await _places.ask((link.guest.person, conversation_id))
    watch = Watch(link, place, after)
    watch.begin()
    log = await watch.catch_up()
    await link.send({"t": "open", "c": watch.name, "p": log.head, "seen": log.seen, "here": log.here})


async def say(link: Link, frame: Frame) -> None:
    """Say something; acknowledged after the commit.

    On an open conversation nothing is waited for here: the writer keeps the order, and answers.
    """
    if not say_at_once(link, frame):
        await _say_unopened(link, frame)


def say_at_once(link: Link, frame: Frame) -> bool:
    """Say something on an open conversation. False, and nothing has happened, where it is not open."""
    watch = link.state.get(f"c:{frame.get('c')}")
    if not isinstance(watch, Watch):
        return False
    try:
        _speak(watch, frame)
    except DomainError:  # again, for the sentence in the person's language
        with translation.override(link.guest.language):
            _speak(watch, frame)
    return True


async def edit(link: Link, frame: Frame) -> None:
    """Give one's own line other words; acknowledged like something said."""
    words = str(frame.get("words", ""))
    await _change(link, frame, partial(actions.edit, words=words))


async def withdraw(link: Link, frame: Frame) -> None:
    """Take one's own line back; acknowledged like something said."""
    await _change(link, frame, actions.withdraw)


async def read(link: Link, frame: Frame) -> None:
    """Remember how far the person has read, and tell the others; of who only reads along, neither."""
    watch, upto = _watch(link, frame), _position(frame, "p")
    if watch.place.is_silent:
        return
    if await in_room(link.guest.language, _read, watch.place.pk, upto):
        hints.publish(watch.place.conversation_id, Seen(watch.place.pk, upto))


async def typing(link: Link, frame: Frame) -> None:
    """Tell the others that the person writes. Never stored."""
    place = _watch(link, frame).place
    if not place.is_silent:
        hints.publish(place.conversation_id, Typing(place.pk, place.name, bool(frame.get("on"))))


async def beat(link: Link) -> None:
    """Name the head of every open log, so that a lost hint heals. A place that is gone is shut."""
    for watch in [one for one in link.state.values() if isinstance(one, Watch)]:
        head = await _heads.of(watch.place.pk)
        if head is None:
            watch.stop()
            continue
        if head > watch.position:
            await watch.catch_up()
        await link.send({"t": "head", "c": watch.name, "p": head})


def tell_presence(changed: Mapping[UUID, bool]) -> None:
    """Tell the open conversations of these persons that they are here, or that their connection has gone."""
    for seat in queries.open_seats(changed):
        hints.publish(seat.conversation_id, Presence(seat.pk, seat.person.name, changed[seat.person_id]))


def _speak(watch: Watch, frame: Frame) -> None:
    about = frame.get("about")
    actions.speak(
        place=watch.place,
        words=str(frame.get("words", "")),
        client_id=str(frame.get("id", "")),
        told=Answer(watch, frame),
        about=about if isinstance(about, dict) else None,
    )


async def _say_unopened(link: Link, frame: Frame) -> None:
    """Without an open view the place is looked up for each frame."""
    about = frame.get("about")
    said = partial(
        actions.say,
        words=str(frame.get("words", "")),
        client_id=str(frame.get("id", "")),
        about=about if isinstance(about, dict) else None,
    )
    await _settle(link, frame, said)


async def _change(link: Link, frame: Frame, verb: Verb) -> None:
    position = _position(frame, "p")
    await _settle(link, frame, partial(verb, position=position, client_id=str(frame.get("id", ""))))


async def _settle(link: Link, frame: Frame, verb: Verb) -> None:
    conversation_id = _conversation(frame)
    promised = await in_room(link.guest.language, _from_seat, link.guest.person, conversation_id, verb)
    written = await asyncio.wrap_future(promised)
    said = {"t": "said", "c": str(conversation_id), "id": written.client_id, "p": written.position}
    await link.send(said)


def _from_seat(person_id: UUID, conversation_id: UUID, verb: Verb) -> "Future[Written]":
    return verb(seat=queries.seat_of(Person.objects.get(pk=person_id), conversation_id))


def _position(frame: Frame, name: str) -> int:
    given = frame.get(name, 0)
    if not isinstance(given, int) or not 0 <= given <= _LAST:
        raise Invalid(_("A position is a whole number from 0."))
    return given


def _conversation(frame: Frame) -> UUID:
    try:
        return UUID(str(frame.get("c")))
    except ValueError as wrong:
        raise NotForYou() from wrong


def _watch(link: Link, frame: Frame) -> Watch:
    watch = link.state.get(hints.topic(_conversation(frame)))
    if not isinstance(watch, Watch):
        raise NotForYou()
    return watch


def _read(seat_id: int, upto: int) -> bool:
    return actions.read(seat=queries.seat_by_id(seat_id), upto=upto)
