"""The bare path in Python, as a limit: the same wire, sealed, flushed before anybody hears of it, no product.

    python -m bench.spike PORT FILE

One process: uvicorn's quickest websocket, one thread that commits whatever has queued, then acknowledgement
and delivery. No session, no rights, no reading for danger, no catching up.
"""

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import uvicorn
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Said = tuple["Line", str, int, str, str]
"""Who, in which conversation, at which position, with which id, what."""


class Frame(msgspec.Struct):
    """What comes in."""

    t: str
    c: str = ""
    id: str = ""
    words: str = ""


_decode = msgspec.json.Decoder(Frame).decode
_encode = msgspec.json.Encoder().encode


class Line:
    """One socket: frames wait here for its own sender."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self.send = send
        self.waiting: list[bytes] = []
        self.woken = asyncio.Event()

    def push(self, data: bytes) -> None:
        """Queue a frame."""
        self.waiting.append(data)
        self.woken.set()

    async def pump(self) -> None:
        """Send what waits, for as long as the socket lives."""
        while True:
            await self.woken.wait()
            self.woken.clear()
            waiting, self.waiting = self.waiting, []
            for data in waiting:
                await self.send({"type": "websocket.send", "text": data.decode()})


class Store:
    """The table, and the thread that commits."""

    def __init__(self, file: str) -> None:
        self._base = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE entry (conversation TEXT, position INTEGER, id TEXT, sealed BLOB,"
            " UNIQUE (conversation, position));"
        )
        self._queue: list[Said] = []
        self._woken = threading.Event()
        self._gcm = AESGCM(os.urandom(32))

    def add(self, said: Said) -> None:
        """Queue an entry."""
        self._queue.append(said)
        self._woken.set()

    def run(self, loop: asyncio.AbstractEventLoop, done: Callable[[list[Said]], None]) -> None:
        """Commit for ever; tell the loop after each commit."""
        while True:
            self._woken.wait()
            self._woken.clear()
            batch, self._queue = self._queue, []
            if batch:
                self._base.execute("BEGIN IMMEDIATE")
                for start in range(0, len(batch), 500):
                    self._insert(batch[start : start + 500])
                self._base.execute("COMMIT")
                loop.call_soon_threadsafe(done, batch)

    def _insert(self, batch: list[Said]) -> None:
        values = [v for one in batch for v in (one[1], one[2], one[3], self._sealed(one))]
        self._base.execute(f"INSERT INTO entry VALUES {','.join(['(?,?,?,?)'] * len(batch))}", values)

    def _sealed(self, said: Said) -> bytes:
        nonce = os.urandom(12)
        return nonce + self._gcm.encrypt(nonce, said[4].encode(), f"{said[1]}:{said[2]}".encode())


class House:
    """The application."""

    def __init__(self, file: str) -> None:
        self._store = Store(file)
        self._rooms: dict[str, list[Line]] = {}
        self._heads: dict[str, int] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """One connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await self._socket(receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        told = (asyncio.get_running_loop(), self._told)
        threading.Thread(target=self._store.run, args=told, daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _socket(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        line = Line(send)
        line.push(b'{"t":"hello"}')
        pump = asyncio.create_task(line.pump())
        while (event := await receive())["type"] == "websocket.receive":
            self._take(line, _decode(event["text"]))
        pump.cancel()
        for room in self._rooms.values():
            if line in room:
                room.remove(line)

    def _take(self, line: Line, frame: Frame) -> None:
        if frame.t == "open":
            self._rooms.setdefault(frame.c, []).append(line)
            line.push(_encode({"t": "open", "c": frame.c, "p": self._heads.get(frame.c, 0)}))
        elif frame.t == "say":
            head = self._heads[frame.c] = self._heads.get(frame.c, 0) + 1
            self._store.add((line, frame.c, head, frame.id, frame.words))

    def _told(self, batch: list[Said]) -> None:
        for line, room, position, number, words in batch:
            entry = _encode({"t": "entry", "c": room, "p": position, "kind": "said", "words": words})
            for other in self._rooms.get(room, ()):
                other.push(entry)
            line.push(_encode({"t": "said", "c": room, "id": number, "p": position}))


if __name__ == "__main__":
    uvicorn.run(
        House(sys.argv[2]),
        port=int(sys.argv[1]),
        loop="uvloop",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_level="warning",
    )
