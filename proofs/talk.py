"""People who talk and read without end, whatever happens to the server, and write down what came of it.

A leaner `beside.client`: the same frames and the same three rules of docs/protocol.md, with a history.
"""

import asyncio
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any, Self

import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from proofs.history import FAIL, OK, Row, Shown, View, hashed, now
from proofs.houses import Someone
from proofs.plain import PlainTalker

Frame = dict[str, Any]
TRY_AGAIN = ("slow", "unavailable", "ours")
_SILENCE = 30.0
_PAUSE = 0.05
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Frame).decode


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
            await self._open()

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


_tasks: set["asyncio.Future[None]"] = set()


class Load:
    """Many talkers, in a thread of their own, so that a proof can break things meanwhile."""

    def __init__(
        self,
        people: Iterable[Someone],
        ports: Sequence[int],
        *,
        seed: int,
        depth: int = 2,
        pause: float = 0.0,
    ) -> None:
        self.talkers = [Talker(someone, ports, random.Random(f"{seed}/{someone.seat}")) for someone in people]
        self._depth, self._pause = depth, pause
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._saying = False
        self._work: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        for talker in self.talkers:
            self._begin(talker.live())
        return self

    def add(self, *talkers: Talker | PlainTalker) -> None:
        """Have more people come."""
        for talker in talkers:
            self.talkers.append(talker)
            self._begin(talker.live())

    def __exit__(self, *_: object) -> None:
        self._saying = False
        for work in self._work:
            work.cancel()
        self.do(asyncio.sleep(0.05))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def rows(self) -> list[Row]:
        """The whole history."""
        return [row for talker in self.talkers for row in talker.rows]

    @property
    def views(self) -> list[View]:
        """What every reader was shown."""
        return [talker.view for talker in self.talkers]

    @property
    def acked(self) -> int:
        """How many words were acknowledged so far."""
        return sum(row.result == OK and row.op == "say" for row in self.rows)

    @property
    def in_flight(self) -> int:
        """How many words are on their way at this moment."""
        return sum(talker.in_flight for talker in self.talkers)

    def talk(self) -> None:
        """Begin to say things, without end."""
        self.talk_of(self.talkers)

    def talk_of(self, talkers: Sequence[Talker | PlainTalker]) -> None:
        """Have these begin to say things."""
        self._saying = True
        for talker in talkers:
            for _ in range(self._depth):
                self._begin(self._talk(talker))

    def hush(self, within: float = 30.0) -> bool:
        """Say nothing new; wait until everything has its answer. Whether it had in time."""
        self._saying = False
        return self.wait(lambda: self.in_flight == 0, within)

    def caught_up(self, heads: dict[str, int], within: float = 20.0) -> bool:
        """Wait until every reader was shown everything; from now on it is owed to them."""
        done = self.wait(
            lambda: all(one.position >= heads.get(one.someone.conv, 0) for one in self.talkers), within
        )
        for talker in self.talkers:
            talker.view.owed = heads.get(talker.someone.conv, 0)
        return done

    def heads(self) -> dict[str, int]:
        """The highest position that was acknowledged or shown, for each conversation."""
        found: dict[str, int] = {}
        for talker in self.talkers:
            known = max((row.position for row in talker.rows), default=0)
            conv = talker.someone.conv
            found[conv] = max(found.get(conv, 0), known, talker.position)
        return found

    def wait(self, holds: Callable[[], bool], within: float) -> bool:
        """Wait for something; whether it came."""
        end = time.monotonic() + within
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def answered_after(self, moment: float) -> float | None:
        """When the first word was acknowledged after a moment (of `now()`)."""
        times = [
            row.returned
            for row in self.rows
            if row.op == "say" and row.result == OK and row.returned and row.returned > moment
        ]
        return min(times, default=None)

    def longest_wait(self, since: float, until: float) -> float:
        """The longest that anybody waited for a yes or a no that came between two moments, in seconds."""
        waits = [wait for one in self.talkers for when, wait in one.waits if since <= when <= until]
        return max(waits, default=0.0)

    def slowest(self, share: float = 0.99) -> float:
        """The time from the first try to the acknowledgement that this share of all words stayed below."""
        times = sorted(row.returned - row.invoked for row in self.rows if row.op == "say" and row.returned)
        return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0

    def do(self, work: Any, within: float = 60.0) -> Any:
        """Run a coroutine among the talkers and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def _begin(self, work: Any) -> None:
        self._work.append(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _talk(self, talker: Talker | PlainTalker) -> None:
        while self._saying:
            await talker.say()
            if self._pause:
                await asyncio.sleep(self._pause * talker.chance.uniform(0.5, 1.5))
