"""A right taken away closes the sockets that were opened with it within a second, with the bus or without."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from beside.foundation import clock
from beside.gateway import bus, trouble
from beside.gateway.frames import Code
from beside.gateway.hub import Hub

Poll = Callable[[datetime], Mapping[UUID, int]]
"""Called in a thread: the persons whose epoch was raised since a moment, and its number now."""

TOPIC = "epoch"
EVERY = 0.5
"""Seconds between two looks."""

_OVERLAP = timedelta(seconds=30)
"""Looked at again each time: a transaction that took long, a clock that is behind."""


class _Raised(msgspec.Struct):
    person: UUID
    epoch: int


_decoder = msgspec.json.Decoder(_Raised)


def announce(person: UUID, epoch: int) -> None:
    """Say on the bus that a person's epoch was raised. After the commit. The poll finds it too, later."""
    bus.publish(TOPIC, msgspec.json.encode(_Raised(person, epoch)))


class Revocation:
    """Closes links of an older epoch. Looks in a thread of its own, so that no queue of others delays it."""

    def __init__(self, hub: Hub, poll: Poll | None) -> None:
        self._hub = hub
        self._poll = poll
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="epochs")

    def start(self) -> None:
        """Begin to look and to listen."""
        bus.current().listen(self._heard)
        if self._poll is not None:
            self._task = asyncio.get_running_loop().create_task(self._run(self._poll))

    async def stop(self) -> None:
        """Stop."""
        bus.current().forget(self._heard)
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self._thread.shutdown(wait=False)

    async def _run(self, poll: Poll) -> None:
        since = clock.now()
        while True:
            asked = clock.now()
            if await self._look(poll, since - _OVERLAP):
                since = asked
            await asyncio.sleep(EVERY)

    async def _look(self, poll: Poll, since: datetime) -> bool:
        loop = asyncio.get_running_loop()
        try:
            raised = await loop.run_in_executor(self._thread, poll, since)
        except Exception as error:
            trouble.tell("the look for raised epochs", error)
            return False
        for person, epoch in raised.items():
            self._close_older(person, epoch)
        return True

    def _heard(self, topic: str, payload: bytes) -> None:
        if topic == TOPIC:
            raised = _decoder.decode(payload)
            self._close_older(raised.person, raised.epoch)

    def _close_older(self, person: UUID, epoch: int) -> None:
        for link in self._hub.of(person):
            if link.guest.epoch < epoch:
                link.close(Code.NOT_SIGNED_IN, "revoked")
