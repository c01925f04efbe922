"""Head beats: every open log's head is named every 12 seconds, so that a lost hint heals."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

from beside.gateway import bus
from beside.gateway.hub import Hub
from beside.gateway.link import Link


class Beats:
    """Wakes the beat callables of each link in turn, spread over the beat; faster while the bus is unwell."""

    SECONDS = 12
    SECONDS_WHEN_UNWELL = 4

    def __init__(self, hub: Hub, beats: Sequence[Callable[[Link], Awaitable[None]]]) -> None:
        self._hub = hub
        self._beats = beats
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        if self._beats:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        was_well = True
        for tick in count():
            await asyncio.sleep(1)
            well = bus.current().well
            every = self.SECONDS if well and was_well else self.SECONDS_WHEN_UNWELL
            self._beat(tick % every, every)
            was_well = well or (was_well and tick % every != 0)

    def _beat(self, turn: int, every: int) -> None:
        for number, link in enumerate(self._hub):
            if number % every == turn and link.state:
                self._wake(link)

    def _wake(self, link: Link) -> None:
        for beat in self._beats:

            async def on_hint(_: bytes, beat: Callable[[Link], Awaitable[None]] = beat) -> None:
                await beat(link)

            link.hint(on_hint, b"")
