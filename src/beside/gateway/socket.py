"""The gateway: accepts sockets, bounds what comes in, and hands each frame to its door."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from beside.foundation.errors import DomainError
from beside.gateway import bus, frames, origin, presence, trouble
from beside.gateway.admission import Admission, Ranks
from beside.gateway.beats import Beats
from beside.gateway.buckets import Buckets
from beside.gateway.frames import Code, Frame
from beside.gateway.greeting import Greeting
from beside.gateway.guest import Event, Greet, Receive, Scope, Send
from beside.gateway.hub import Hub
from beside.gateway.link import Link as Link
from beside.gateway.outbox import Bounds
from beside.gateway.quick import Quick, QuickDoor
from beside.gateway.revocation import Poll, Revocation
from beside.gateway.wire import AsgiWire

Door = Callable[[Link, Frame], Awaitable[None]]
Beat = Callable[[Link], Awaitable[None]]

PINGS = {"staff": 10.0, "seeker": 25.0}
"""How often a socket is asked whether it is still there, in seconds."""

_COMING_BACK_PER_SECOND = 500


class Gateway:
    """Every socket of this process.

    `doors` says who answers which frame, `greet` who come (in a thread; None is refused), `beats` what each
    is told at every head beat, `poll` whose rights were taken away lately, `hosts` whose pages may open one,
    `ranks` who comes in first when many come at once, `quick` which frames are tried at once, without a task.
    """

    def __init__(
        self,
        doors: Mapping[str, Door],
        greet: Greet,
        *,
        hosts: Sequence[str] = ("localhost",),
        beats: Sequence[Beat] = (),
        poll: Poll | None = None,
        ranks: Ranks | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008
        quick: Mapping[str, QuickDoor] = MappingProxyType({}),
    ) -> None:
        self._quick = quick
        self._doors = doors
        self._hosts = hosts
        self._bounds = bounds
        self._closing = False
        self.hub = Hub()
        self._beats = Beats(self.hub, beats)
        self._revocation = Revocation(self.hub, poll)
        self._greeting = Greeting(greet)
        self._admission = Admission(ranks)
        self._buckets = Buckets(bounds)

    async def start(self) -> None:
        """Begin to hear the bus, to beat and to look for rights taken away."""
        bus.current().listen(self.hub.hear)
        presence.start()
        self._beats.start()
        self._revocation.start()

    async def stop(self) -> None:
        """Stop all that."""
        bus.current().forget(self.hub.hear)
        presence.stop()
        await self._beats.stop()
        await self._revocation.stop()

    async def farewell(self, within: float = 2.0) -> None:
        """Tell everyone that we start again, and when to come back: one after another, the urgent first."""
        self._closing = True
        links = list(self.hub)
        order = await self._admission.ordered([link.guest for link in links])
        spread = max(1.5, len(links) / _COMING_BACK_PER_SECOND)
        for place, at in enumerate(order):
            seconds = 0.2 + spread * (place + random.random()) / len(links)
            links[at].close(Code.RESTART, "restart", retry_after=round(seconds, 3))
        for _ in range(int(within / 0.02)):
            if not len(self.hub):
                return
            await asyncio.sleep(0.02)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One socket, from its opening to its end."""
        wire = AsgiWire(scope, send)
        await receive()
        if self._closing or not origin.allowed(scope, self._hosts):
            await wire.refuse()
            return
        try:
            guest = await self._greeting.who(scope)
        except Exception as error:
            trouble.tell("greeting", error)
            await wire.refuse()
            return
        wire.ping_every(PINGS[guest.side] if guest else PINGS["seeker"])
        await wire.accept()
        if guest is None:
            await wire.send(frames.encode({"t": "bye", "why": "sign-in"}))
            await wire.close(Code.NOT_SIGNED_IN, "sign-in")
        else:
            await self._stay(Link(guest, wire, self.hub, self._bounds), receive, wire)

    async def _stay(self, link: Link, receive: Receive, wire: AsgiWire) -> None:
        self._join(link)
        try:
            early = None if self._admission.at_once() else await self._in_turn(link, receive)
            await link.send({"t": "hello", "beat": Beats.SECONDS})
            quick = Quick(link, self._quick)
            wire.hear_at_once(quick)
            await self._hear(link, receive, early, quick)
        except asyncio.CancelledError:
            if not link.closing:  # cancelled from outside: the server stops
                raise
        finally:
            wire.hear_at_once(None)
            link.gone()
            self._buckets.keep(link.guest.person, link.bucket, asyncio.get_running_loop().time())
            if self.hub.leave(link):
                presence.left(link.guest.person)

    async def _in_turn(self, link: Link, receive: Receive) -> Event | None:
        """Wait for the turn of a link. Returns what came from it meanwhile: mostly that it has gone."""
        coming = asyncio.ensure_future(receive())
        turn = asyncio.ensure_future(self._admission.turn(link.guest))
        try:
            await asyncio.wait({coming, turn}, return_when=asyncio.FIRST_COMPLETED)
            if coming.done() and coming.result()["type"] == "websocket.receive":
                await turn
            return coming.result() if coming.done() else None
        finally:
            turn.cancel()
            coming.cancel()

    def _join(self, link: Link) -> None:
        link.bucket = self._buckets.lend(link.guest.person, asyncio.get_running_loop().time())
        before = self.hub.of(link.guest.person)
        if len(before) >= self._bounds.sockets_per_person:
            before[0].close(Code.FLOOD, "elsewhere")
        if self.hub.join(link):
            presence.came(link.guest.person)

    async def _hear(self, link: Link, receive: Receive, event: Event | None, quick: Quick) -> None:
        loop = asyncio.get_running_loop()
        while (event := event or await _next(receive, quick))["type"] == "websocket.receive":
            text, event = event, None
            if link.closing:  # what still comes is not looked at, but the closing handshake is waited for
                continue
            wait = link.bucket.spend(loop.time())
            quick.held = quick.held + 1 if wait else 0
            if quick.held > self._bounds.frames_held_back:
                link.close(Code.FLOOD, "flood")
                continue
            if wait:
                await asyncio.sleep(wait)
            if not link.closing:
                await self._take(link, text)

    async def _take(self, link: Link, event: Mapping[str, Any]) -> None:
        text = event.get("text")
        if text is None:
            link.close(Code.WORDS_ONLY, "text only")
        elif len(text) > frames.MAX_BYTES or len(text.encode()) > frames.MAX_BYTES:
            link.close(Code.TOO_BIG, "too big")
        else:
            try:
                await self._answer(link, frames.decode(text))
            except frames.UnreadableError:
                link.close(Code.UNREADABLE, "unreadable")

    async def _answer(self, link: Link, frame: Frame) -> None:
        door = self._doors.get(frame["t"])
        try:
            if frame["t"] == "ping":
                await link.send({"t": "pong"})
            elif door is None:
                await link.send(frames.no(frame, "unknown"))
            else:
                await door(link, frame)
        except DomainError as error:
            await link.refuse(frame, error)
        except Exception as error:
            trouble.tell(f"the door {frame['t']}", error)
            await link.send(frames.no(frame, "ours"))


async def _next(receive: Receive, quick: Quick) -> Event:
    """The next thing that comes the long way; meanwhile the short one is open."""
    quick.free = True
    try:
        return await receive()
    finally:
        quick.free = False
