"""Somebody whose right is taken away while their sockets are open, and who goes on trying everything."""

import asyncio
import http.client
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

CONTENT = ("entry", "said", "typing", "seen", "presence", "open", "head")
"""Frames that tell something of a conversation."""


@dataclass
class Bereft:
    """One person at some ports. `got`: when each thing of the conversation came, and what it was."""

    conv: str
    cookie: str
    side: str
    ports: list[int]
    got: list[tuple[float, str]] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)
    asked: int = 0

    async def live(self) -> None:
        """Hold a socket at every port; come back at once when it closes; ask for the page meanwhile."""
        await asyncio.gather(
            *(self._hold(port) for port in self.ports), *(self._look(port) for port in self.ports)
        )

    def late(self, at: float, within: float) -> list[str]:
        """What still came so long after a moment, in words."""
        return [f"{what} after {when - at:.2f} s" for when, what in self.got if when > at + within]

    def last(self, at: float) -> float:
        """How long after a moment the last thing came, in seconds; 0 when nothing did."""
        return max((when - at for when, _what in self.got if when > at), default=0.0)

    async def _hold(self, port: int) -> None:
        while True:
            try:
                async with self._socket(port) as socket:
                    await self._listen(socket)
            except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError):
                self.closed.append(time.time())
            await asyncio.sleep(0.1)

    def _socket(self, port: int) -> Any:
        return connect(
            f"ws://localhost:{port}/live?side={self.side}",
            origin=Origin(f"http://localhost:{port}"),
            additional_headers={"Cookie": self.cookie},
            compression=None,
            close_timeout=1,
            ping_interval=None,
        )

    async def _listen(self, socket: ClientConnection) -> None:
        speaking = asyncio.create_task(self._speak(socket))
        try:
            while True:
                frame = json.loads(await socket.recv())
                if frame["t"] in CONTENT:
                    self.got.append((time.time(), f"the frame {frame['t']}"))
        finally:
            speaking.cancel()

    async def _speak(self, socket: ClientConnection) -> None:
        await socket.send(json.dumps({"t": "open", "c": self.conv}))
        while True:
            await asyncio.sleep(0.25)
            about = {"c": self.conv, "id": uuid.uuid4().hex}
            self.asked += 1
            await socket.send(json.dumps({"t": "say", **about, "words": "still here"}))
            await socket.send(json.dumps({"t": "open", "c": self.conv}))

    async def _look(self, port: int) -> None:
        path = f"/c/{self.conv}" if self.side == "seeker" else f"/desk/c/{self.conv}/lines"
        while True:
            begun = time.time()
            status, body = await asyncio.to_thread(_page, port, path, self.cookie)
            self.asked += 1
            if status == 200 and b"words of" in body:
                self.got.append((begun, "a page"))
            await asyncio.sleep(0.2)


def _page(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}", "Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        connection.close()


async def chatter(port: int, conv: str, cookie: str, side: str) -> None:
    """The other side, which goes on talking: something to be heard every tenth of a second."""
    heads = {"Cookie": cookie}
    address = f"ws://localhost:{port}/live?side={side}"
    async with connect(
        address, origin=Origin(f"http://localhost:{port}"), additional_headers=heads, ping_interval=None
    ) as socket:
        await socket.send(json.dumps({"t": "open", "c": conv}))
        reading = asyncio.create_task(_drain(socket))
        for number in range(10**6):
            about = {"c": conv, "id": uuid.uuid4().hex}
            await socket.send(json.dumps({"t": "say", **about, "words": f"words of {number}"}))
            await asyncio.sleep(0.1)
        await reading


async def _drain(socket: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        async for _frame in socket:
            pass
