"""A place taken away closes the open view of it within a second, in every process, bus or no bus."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import close_old_connections

from beside.conversations import queries
from beside.conversations.watch import everyone
from beside.foundation import clock
from beside.gateway import trouble
from beside.journal import keys

EVERY = 0.5
"""Seconds between two looks."""

_OVERLAP = timedelta(seconds=30)
"""Looked at again each time: a transaction that took long, a clock that is behind."""


class Looking:
    """One question for all open views, in a thread of its own; none while nobody has one open."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="places")

    async def start(self) -> None:
        """Begin, in the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        since = clock.now()
        while True:
            await asyncio.sleep(EVERY)
            asked = clock.now()
            if not everyone or await self._look(since - _OVERLAP):
                since = asked

    async def _look(self, since: datetime) -> bool:
        try:
            taken = await asyncio.get_running_loop().run_in_executor(self._thread, _taken, since)
        except Exception as error:
            trouble.tell("the look for places taken away", error)
            return False
        for watch in [one for one in everyone if one.place.pk in taken] if taken else ():
            watch.stop()
        return True


def _taken(since: datetime) -> set[int]:
    close_old_connections()
    keys.look()
    return queries.taken_since(since)
