"""Servers of their own for these tests, and people with a socket."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.throwaway import Service, free_port, listens, wait_until

Frame = dict[str, Any]


class Served(Service):
    """A running `tests.gateway.served`."""

    def __init__(self, **wanted: Any) -> None:
        super().__init__()
        self.port = free_port()
        self.wanted = {"port": self.port, **wanted}

    def start(self) -> "Served":
        """Start it and wait until it listens."""
        here = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."]), "PYTHONUNBUFFERED": "1"}
        root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
        here["PYTHONPATH"] = os.pathsep.join([os.path.join(root, "src"), root])
        self.begin([sys.executable, "-m", "tests.gateway.served", json.dumps(self.wanted)], env=here)
        wait_until(lambda: listens(self.port), self.said() or "the server")
        return self

    @property
    def origin(self) -> str:
        """What its pages would send."""
        return f"http://localhost:{self.port}"

    @asynccontextmanager
    async def guest(self, person: UUID | None = None, **who: Any) -> AsyncIterator["Guest"]:
        """A signed-in socket, greeted."""
        cookie = json.dumps({"person": str(person or uuid4()), **who}).encode().hex()
        address = f"ws://localhost:{self.port}/live"
        more = {"Cookie": f"who={cookie}"}
        async with connect(
            address, origin=self.origin, additional_headers=more, ping_interval=None
        ) as socket:  # type: ignore[arg-type]
            guest = Guest(socket)
            assert await guest.hears() == {"t": "hello", "beat": 12}
            yield guest


class Guest:
    """One end of a socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def says(self, **frame: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps(frame))

    async def hears(self, name: str | None = None, within: float = 5) -> Frame:
        """The next frame (of this name)."""
        async with asyncio.timeout(within):
            while True:
                frame: Frame = json.loads(await self.socket.recv())
                if name in (None, frame["t"]):
                    return frame

    async def asks(self, **frame: Any) -> Frame:
        """Send a frame and take the answer."""
        await self.says(**frame)
        return await self.hears()

    async def is_closed(self, within: float = 5) -> tuple[int | None, list[Frame]]:
        """The close code, and the frames before it."""
        before = []
        try:
            async with asyncio.timeout(within):
                while True:
                    before.append(json.loads(await self.socket.recv()))
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else None), before


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server shared by tests that leave it as it was."""
    server = Served().start()
    yield server
    server.stop()


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start servers for one test: `serve(bounds={…})`."""
    running: list[Served] = []

    def start(**wanted: Any) -> Served:
        running.append(Served(**wanted).start())
        return running[-1]

    yield start
    for server in running:
        server.stop()
