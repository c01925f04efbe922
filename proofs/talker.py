"""One person at a socket who goes on whatever happens to the server, and writes down what came of it.

A leaner `beside.client`: the same frames and the same three rules of docs/protocol.md, with a history.
"""

import asyncio
import random
import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from proofs.history import FAIL, OK, Row, Shown, View, hashed, now
from proofs.houses import Someone

Frame = dict[str, Any]
TRY_AGAIN = ("slow", "unavailable", "ours")
_SILENCE = 30.0
_PAUSE = 0.05
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Frame).decode
_tasks: set["asyncio.Future[None]"] = set()


class Talker:
    """One person at one conversation. `ports` are where the service answers, tried in turn."""

    def __init__(
        self, someone: Someone, ports: Sequence[int], chance: random.Random, *, after: int = 0
    ) -> None:
        self.someone = someone
        self.rows: list[Row] = []
        self.view = View(reader=someone.seat, conv=someone.conv, after=after)
        self.position = after
        self.connected = asyncio.Event()
        self.greeted = 0
        self.refusals: dict[str, int] = {}
        self.waits: list[tuple[float, float]] = []
        self.oks: list[float] = []
        self._ports = list(ports)
        self._turn = chance.randrange(len(ports))
        self.chance = chance
        self._bodies: dict[int, str] = {}
        self.reads = True
        self.signed_out = False
        self._socket: ClientConnection | None = None
        self._opening: Row | None = None
        self._unsaid: dict[str, tuple[Row, str, asyncio.Future[None]]] = {}
        self._sent: dict[str, float] = {}

    @property
    def in_flight(self) -> int:
        """How many of its words are on their way, not acknowledged."""
        return len(self._unsaid)

    @property
    def answered(self) -> bool:
        """Whether it was told the head of its conversation and has come as far."""
        told = max((row.position for row in self.rows if row.op == "open" and row.result == OK), default=-1)
        return 0 <= told <= self.position

    async def live(self) -> None:
        """Connect, listen, come back: until cancelled."""
        while not self.signed_out:
            try:
                await self._once()
            except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError):
                self._turn += 1
            finally:
                self._socket, self._opening = None, None
                self._sent.clear()
            await asyncio.sleep(_PAUSE * self.chance.uniform(0.5, 1.5))

    async def say(self, words: str = "", cid: str = "") -> Row:
        """Say something until it is acknowledged or refused. Returns its row of the history."""
        cid = cid or uuid.UUID(int=self.chance.getrandbits(128)).hex
        words = words or f"{cid} {'again and again ' * self.chance.randrange(12)}".strip()
        conv, seat = self.someone.conv, self.someone.seat
        row = Row(op="say", client=seat, conv=conv, cid=cid, body=hashed(words), invoked=now(), tries=0)
        self.rows.append(row)
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unsaid[cid] = (row, words, answered)
        try:
            await self._send_say(cid)
            await answered
        finally:
            self._unsaid.pop(cid, None)
        return row

    def drop(self) -> None:
        """Lose the connection as in a tunnel."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _once(self) -> None:
        port = self._ports[self._turn % len(self._ports)]
        async with connect(
            f"ws://localhost:{port}/live?side={self.someone.side}",
            origin=Origin(f"http://localhost:{port}"),
            additional_headers={"Cookie": self.someone.cookie},
            compression=None,
            max_size=None,
            open_timeout=10,
            close_timeout=1,
            ping_interval=None,
        ) as self._socket:
            while True:
                async with asyncio.timeout(_SILENCE):
                    await self._hear(_decode(await self._socket.recv(decode=False)))

    async def _hear(self, frame: Frame) -> None:
        hear = getattr(self, f"_hear_{frame['t']}", None)
        if hear is not None:
            await hear(frame)

    async def _hear_hello(self, _frame: Frame) -> None:
        self.greeted += 1
        self.connected.set()
        if self.reads:
            await self._open()
        for cid in list(self._unsaid):
            await self._send_say(cid)

    async def _hear_entry(self, frame: Frame) -> None:
        position, body = frame["p"], hashed(str(frame.get("words", "")))
        if position == self.position + 1:
            self.position = position
            self._bodies[position] = body
            self.view.shown.append(Shown(position, body))
        elif position > self.position:
            await self._open()
        elif self._bodies.get(position, body) != body:
            self.view.conflicts += 1

    async def _hear_open(self, frame: Frame) -> None:
        row, self._opening = self._opening, None
        if row is not None:
            row.result, row.returned, row.position = OK, now(), frame["p"]
        if frame["p"] > self.position:
            asyncio.get_running_loop().call_later(0.1, self._again, "")

    async def _hear_head(self, frame: Frame) -> None:
        if frame["p"] > self.position:
            await self._open()

    async def _hear_said(self, frame: Frame) -> None:
        self._answered(frame["id"])
        self._settle(frame["id"], OK, frame["p"])

    async def _hear_bye(self, frame: Frame) -> None:
        self.signed_out = frame.get("why") == "sign-in"

    async def _hear_no(self, frame: Frame) -> None:
        code = frame["code"]
        self._answered(frame.get("id") or "")
        self.refusals[code] = self.refusals.get(code, 0) + 1
        if frame["of"] == "open":
            self._opening = None
        if code not in TRY_AGAIN:
            self._settle(frame.get("id") or "", FAIL, 0)
        elif frame.get("id"):
            later = min(2.0, float(frame.get("retry_after", 0.3)))
            asyncio.get_running_loop().call_later(later, self._again, frame["id"])
        else:
            asyncio.get_running_loop().call_later(0.3, self._again, "")

    def _again(self, cid: str) -> None:
        work = self._send_say(cid) if cid else self._open()
        task = asyncio.ensure_future(work)
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    def _answered(self, cid: str) -> None:
        """Keep how long somebody waited for a word from the server, be it yes or no: (when, seconds)."""
        sent = self._sent.pop(cid, None)
        if sent is not None:
            self.waits.append((now(), now() - sent))

    def _settle(self, cid: str, result: str, position: int) -> None:
        row, _words, answered = self._unsaid.get(cid, (None, "", None))
        if row is not None and answered is not None and not answered.done():
            row.result, row.returned, row.position = result, now(), position
            if result == OK:
                self.oks.append(row.returned)
            answered.set_result(None)

    async def _send_say(self, cid: str) -> None:
        row, words, _answered = self._unsaid.get(cid, (None, "", None))
        frame = {"t": "say", "c": self.someone.conv, "id": cid, "words": words}
        if row is not None and await self._send(frame):
            row.tries += 1
            self._sent[cid] = now()

    async def _open(self) -> None:
        if self._opening is not None:
            return
        someone = self.someone
        self._opening = Row(
            op="open", client=someone.seat, conv=someone.conv, after=self.position, invoked=now()
        )
        self.rows.append(self._opening)
        await self._send({"t": "open", "c": someone.conv, "after": self.position})

    async def _send(self, frame: Frame) -> bool:
        if self._socket is None:
            return False
        try:
            await self._socket.send(_encode(frame).decode())
        except ConnectionClosed:
            return False
        return True
