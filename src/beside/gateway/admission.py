"""Who comes in first when many come back at once: after a restart, a broken line, a storm.

Whoever comes has been greeted and holds a socket, but hears `hello` only in their turn. A client can name
nothing that would raise it: the ranks come from the rooms above, one question for all who wait.
"""

import asyncio
import heapq
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import count
from uuid import UUID

from beside.foundation.threads import in_room
from beside.gateway import trouble
from beside.gateway.guest import Guest


class Rank(IntEnum):
    """The order in which those who wait are let in."""

    LIVE_CRISIS = 0
    WAITING_CRISIS = 1
    STAFF = 2
    LIVE = 3
    WAITING = 4
    OTHERS = 5


Ranks = Callable[[Collection[UUID]], Mapping[UUID, Rank]]
"""Called in a thread: the ranks of these persons. Who is left out is one of the others (or of the staff)."""

_Turn = asyncio.Future[None]

_LEAST, _FIRST, _MOST = 250.0, 1000.0, 4000.0
_BURST = 200.0
_LATE = 0.1
_TICK = 0.02
_TOGETHER = 500
_RANKED_WITHIN = 1.0


class Pace:
    """Tokens, so many a second: more while a room answers at once, fewer while it does not."""

    def __init__(self, now: float) -> None:
        self.rate = _FIRST
        self._tokens, self._at = _BURST, now

    def take(self, now: float) -> bool:
        """Take a token if there is one."""
        self._tokens = min(_BURST, self._tokens + (now - self._at) * self.rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def measured(self, delay: float) -> None:
        """A room has answered after so many seconds."""
        wanted = self.rate * (0.7 if delay > _LATE else 1.1)
        self.rate = min(_MOST, max(_LEAST, wanted))


class Admission:
    """The door of one process. For the loop's thread."""

    def __init__(self, ranks: Ranks | None) -> None:
        self._ranks = ranks
        self._pace: Pace | None = None
        self._new: list[tuple[Guest, _Turn]] = []
        self._line: list[tuple[Rank, int, _Turn]] = []
        self._numbers = count()
        self._task: asyncio.Task[None] | None = None

    def at_once(self) -> bool:
        """Whether one more may come in without waiting, because nobody else does."""
        now = asyncio.get_running_loop().time()
        self._pace = self._pace or Pace(now)
        return self._task is None and self._pace.take(now)

    async def turn(self, guest: Guest) -> None:
        """Wait for the turn of a guest. Who gives up waiting takes nobody's place."""
        loop = asyncio.get_running_loop()
        turn: _Turn = loop.create_future()
        self._new.append((guest, turn))
        if self._task is None:
            self._task = loop.create_task(self._let_in())
        await turn

    async def ordered(self, guests: Sequence[Guest]) -> list[int]:
        """The places of these guests in the order of their ranks, chance deciding among equals."""
        ranks = [_own(guest) for guest in guests]
        with suppress(TimeoutError):
            async with asyncio.timeout(_RANKED_WITHIN):
                for at in range(0, len(guests), _TOGETHER):
                    ranks[at : at + _TOGETHER] = await self._ranked(guests[at : at + _TOGETHER])
        places = range(len(guests))
        return sorted(places, key=lambda place: (ranks[place], random.random()))

    async def _let_in(self) -> None:
        loop = asyncio.get_running_loop()
        pace = self._pace = self._pace or Pace(loop.time())
        try:
            while self._new or self._line:
                asked = loop.time()
                await self._line_up()
                while self._line and (self._line[0][2].done() or pace.take(loop.time())):
                    turn = heapq.heappop(self._line)[2]
                    if not turn.done():
                        turn.set_result(None)
                await asyncio.sleep(_TICK)
                pace.measured(loop.time() - asked - _TICK)
        finally:
            self._task = None

    async def _line_up(self) -> None:
        """Give those who came last their places. Asked even if nobody came: the delay is our measure."""
        new, self._new = self._new[:_TOGETHER], self._new[_TOGETHER:]
        ranks = await self._ranked([guest for guest, _turn in new])
        for rank, (_guest, turn) in zip(ranks, new, strict=True):
            heapq.heappush(self._line, (rank, next(self._numbers), turn))

    async def _ranked(self, guests: Sequence[Guest]) -> list[Rank]:
        found: Mapping[UUID, Rank] = {}
        if self._ranks is not None:
            persons = [guest.person for guest in guests]
            try:
                async with asyncio.timeout(_RANKED_WITHIN):
                    found = await in_room("en", self._ranks, persons)
            except Exception as error:
                trouble.tell("the ranks of those who come back", error)
        return [min(found.get(guest.person, Rank.OTHERS), _own(guest)) for guest in guests]


def _own(guest: Guest) -> Rank:
    return Rank.STAFF if guest.side == "staff" else Rank.OTHERS
