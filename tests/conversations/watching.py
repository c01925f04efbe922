"""Sockets without a network, on a real hub and a real bus, for the doors of this room."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from beside.conversations import live
from beside.conversations.models import Seat
from beside.gateway import bus
from beside.gateway.bus import MemoryBus
from beside.gateway.guest import Guest
from beside.gateway.hub import Hub
from beside.gateway.link import Link
from beside.gateway.outbox import Bounds

Frame = dict[str, Any]


class Paper:
    """A wire that writes down what goes out. While `stuck`, nothing does."""

    def __init__(self) -> None:
        self.sent: list[Frame] = []
        self.stuck = False

    def write(self, data: bytes) -> bool:
        if not self.stuck:
            self.sent.append(json.loads(data))
        return not self.stuck

    async def send(self, data: bytes) -> None:
        while self.stuck:
            await asyncio.sleep(0.01)
        self.sent.append(json.loads(data))

    async def close(self, code: int, reason: str) -> None:
        self.sent.append({"t": "closed", "code": int(code)})

    def abort(self) -> None:
        self.sent.append({"t": "aborted"})


class Room:
    """A hub on a bus of its own; `deaf` to the bus when hints are to be lost."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def comes(self, seat: Seat, language: str = "en", after: int = 0) -> tuple[Link, Paper]:
        """Someone opens their conversation."""
        paper = Paper()
        guest = Guest(seat.person_id, "staff" if seat.side == "staff" else "seeker", language, "s", 0)
        link = Link(guest, paper, self.hub, Bounds())
        link._task = None
        self.hub.join(link)
        await live.open_(link, {"t": "open", "c": str(seat.conversation_id), "after": after})
        return link, paper

    def goes_deaf(self) -> None:
        """Nothing of the bus is heard any more."""
        bus.current().forget(self.hub.hear)


@asynccontextmanager
async def room() -> AsyncIterator[Room]:
    """A room to come into."""
    before, here = bus.current(), Room()
    bus.use(MemoryBus())
    bus.current().start(asyncio.get_running_loop())
    bus.current().listen(here.hub.hear)
    try:
        yield here
    finally:
        bus.use(before)


def entries(paper: Paper) -> list[Frame]:
    """The entries among what was sent."""
    return [frame for frame in paper.sent if frame["t"] == "entry"]


async def until(true: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


def run(go: Callable[[], Awaitable[None]]) -> None:
    """Run a test's coroutine."""

    async def main() -> None:
        await go()

    asyncio.run(main())
