"""The heads of many logs by one question: beats come for many sockets in the same moment."""

import asyncio

from beside.conversations import queries
from beside.foundation.threads import in_room

_TOGETHER = 0.01
"""Seconds in which questions gather."""


class Heads:
    """For the loop's thread only."""

    def __init__(self) -> None:
        self._seats: set[int] = set()
        self._asked: asyncio.Task[dict[int, int]] | None = None

    async def of(self, seat_id: int) -> int | None:
        """The last position of a seat's log. None when the seat may not read it any more."""
        self._seats.add(seat_id)
        loop = asyncio.get_running_loop()
        if self._asked is None or self._asked.get_loop() is not loop:
            self._asked = loop.create_task(self._ask())
        return (await asyncio.shield(self._asked)).get(seat_id)

    async def _ask(self) -> dict[int, int]:
        await asyncio.sleep(_TOGETHER)
        seats, self._seats, self._asked = self._seats, set(), None
        return await in_room("en", queries.heads, seats)
