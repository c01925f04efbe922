"""A person at the socket: says things until they are acknowledged, reads conversations without a gap."""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Self

from beside.client.line import Line
from beside.client.reading import Frame, Reading
from beside.client.refused import Refused

TRY_AGAIN = ("slow", "unavailable", "ours")
"""Refusals that say nothing about what was asked: it is asked again."""


class Talker:
    """A guest of the gateway. Use it as `async with Talker(origin, cookies) as talker:`.

    `origin` is the service's address as in a browser; `side` is "seeker" where it could hold both cookies.
    """

    def __init__(self, origin: str, cookies: Mapping[str, str], *, side: str = "") -> None:
        self.line = Line(origin, cookies, side)
        self._readings: dict[str, Reading] = {}
        self._unsaid: dict[str, tuple[Frame, asyncio.Future[int]]] = {}
        self._hearers: dict[str, list[Callable[[Frame], None]]] = {}
        self._greeted = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._over: Exception | None = None
        self._soon: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._life = asyncio.create_task(self._live())
        greeted = asyncio.create_task(self._greeted.wait())
        await asyncio.wait([self._life, greeted], return_when=asyncio.FIRST_COMPLETED)
        greeted.cancel()
        if self._over is not None:
            raise self._over
        return self

    async def __aexit__(self, *_: object) -> None:
        tasks = [task for task in (self._life, *self._soon) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def open(self, conversation: str, after: int = 0) -> None:
        """Follow a conversation from a position on. Before `entries` of it."""
        self._readings[conversation] = Reading(conversation, after)
        await self._ask_for(conversation)

    async def say(self, conversation: str, words: str, client_id: str | None = None) -> int:
        """Say something; returns its position, once it is on the server's disk.

        Said again under the same id after every lost connection. Raises Refused, or SignedOut.
        """
        return await self._ask({"t": "say", "c": conversation, "words": words}, client_id)

    async def edit(self, conversation: str, position: int, words: str, client_id: str | None = None) -> int:
        """Give one's own line other words; returns the position of the change. Otherwise as `say`."""
        frame = {"t": "edit", "c": conversation, "p": position, "words": words}
        return await self._ask(frame, client_id)

    async def withdraw(self, conversation: str, position: int, client_id: str | None = None) -> int:
        """Take one's own line back; returns the position of the change. Otherwise as `say`."""
        return await self._ask({"t": "withdraw", "c": conversation, "p": position}, client_id)

    async def _ask(self, frame: Frame, client_id: str | None) -> int:
        if self._over is not None:
            raise self._over
        name = client_id or uuid.uuid4().hex
        said: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._unsaid[name] = ({**frame, "id": name}, said)
        try:
            await self.line.send(self._unsaid[name][0])
            return await said
        finally:
            del self._unsaid[name]

    async def entries(self, conversation: str) -> AsyncIterator[Frame]:
        """Every entry after the position given to `open`: in order, none missing, none twice. Does not end.

        Raises Refused when the conversation is not ours to read, SignedOut when we are.
        """
        while True:
            yield await self._readings[conversation].next()

    async def read(self, conversation: str, position: int) -> None:
        """Say how far we have read. May be lost."""
        await self.line.send({"t": "read", "c": conversation, "p": position})

    async def typing(self, conversation: str, on: bool) -> None:
        """Say that we are writing, or no more. May be lost."""
        await self.line.send({"t": "typing", "c": conversation, "on": on})

    def on(self, name: str, hear: Callable[[Frame], None]) -> None:
        """Have every frame of this name handed to `hear`."""
        self._hearers.setdefault(name, []).append(hear)

    async def _live(self) -> None:
        try:
            await self.line.live(self._hear)
        except Exception as end:
            self._over = end
            for reading in self._readings.values():
                reading.fail(end)
            for _frame, said in self._unsaid.values():
                if not said.done():
                    said.set_exception(end)

    async def _hear(self, frame: Frame) -> None:
        hear = getattr(self, f"_hear_{frame['t']}", None)
        if hear is not None:
            await hear(frame)
        for each in self._hearers.get(frame["t"], ()):
            each(frame)

    async def _hear_hello(self, _: Frame) -> None:
        self.line.greeted()
        self._greeted.set()
        for conversation in self._readings:
            await self._ask_for(conversation)
        for frame, _said in list(self._unsaid.values()):
            await self.line.send(frame)

    async def _hear_entry(self, frame: Frame) -> None:
        reading = self._readings.get(frame["c"])
        if reading is not None and reading.take(frame) and not reading.asked:
            await self._ask_for(frame["c"])

    async def _hear_open(self, frame: Frame) -> None:
        if frame["c"] in self._readings:
            self._readings[frame["c"]].asked = False

    async def _hear_head(self, frame: Frame) -> None:
        reading = self._readings.get(frame["c"])
        if reading is not None and frame["p"] > reading.position:
            await self._ask_for(frame["c"])

    async def _hear_said(self, frame: Frame) -> None:
        _frame, said = self._unsaid.get(frame["id"], (None, None))
        if said is not None and not said.done():
            said.set_result(frame["p"])

    async def _hear_no(self, frame: Frame) -> None:
        again = frame["code"] in TRY_AGAIN
        wait = frame.get("retry_after", 1.0)
        say, said = self._unsaid.get(frame.get("id") or "", (None, None))
        reading = self._readings.get(frame.get("c") or "") if frame.get("of") == "open" else None
        if say is not None and again:
            self._later(wait, self.line.send(say))
        elif said is not None and not said.done():
            said.set_exception(Refused(frame["code"], frame["why"]))
        elif reading is not None and again:
            self._later(wait, self._ask_for(reading.conversation))
        elif reading is not None:
            reading.fail(Refused(frame["code"], frame["why"]))

    async def _hear_resync(self, _: Frame) -> None:
        self.line.come_back_after(random.uniform(0.05, 0.3))

    async def _hear_bye(self, frame: Frame) -> None:
        if "retry_after" in frame:
            self.line.come_back_after(frame["retry_after"])

    async def _ask_for(self, conversation: str) -> None:
        reading = self._readings[conversation]
        ask = {"t": "open", "c": conversation, "after": reading.position}
        reading.asked = await self.line.send(ask)

    def _later(self, seconds: float, work: Coroutine[Any, Any, object]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            await work

        task = asyncio.create_task(wait())
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)
