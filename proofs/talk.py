"""People who talk and read without end, in a thread of their own, so that a proof can break things."""

import asyncio
import random
import threading
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any, Self

import uvloop

from proofs.history import Row, View
from proofs.houses import Someone
from proofs.plain import PlainTalker
from proofs.talker import Talker as Talker


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
        self.talkers: list[Talker | PlainTalker] = [
            Talker(someone, ports, random.Random(f"{seed}/{someone.seat}")) for someone in people
        ]
        self._depth, self._pause = depth, pause
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._saying = False
        self._work: list[Future[None]] = []
        self._lives: dict[int, Future[None]] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        for talker in self.talkers:
            self._lives[id(talker)] = self._begin(talker.live())
        return self

    def add(self, *talkers: Talker | PlainTalker) -> None:
        """Have more people come."""
        for talker in talkers:
            self.talkers.append(talker)
            self._lives[id(talker)] = self._begin(talker.live())

    def leave(self, *talkers: Talker | PlainTalker) -> None:
        """Have these close their pages; what they did and saw stays in the history."""
        for talker in talkers:
            self._lives[id(talker)].cancel()

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
        return sum(len(talker.oks) for talker in self.talkers)

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
        after = (one.oks[bisect_right(one.oks, moment) :][:1] for one in self.talkers)
        return min((first for found in after for first in found), default=None)

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

    def _begin(self, work: Any) -> "Future[None]":
        self._work.append(asyncio.run_coroutine_threadsafe(work, self._loop))
        return self._work[-1]

    async def _talk(self, talker: Talker | PlainTalker) -> None:
        while self._saying:
            await talker.say()
            if self._pause:
                await asyncio.sleep(self._pause * talker.chance.uniform(0.5, 1.5))
