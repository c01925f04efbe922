"""What other processes say about who is there. Carried by the bus, remembered shortly, stored nowhere."""

import asyncio
import os
from collections.abc import Callable, Iterable
from uuid import UUID

import msgspec

from beside.gateway import bus

TOPIC = "presence"
SAY_EVERY = 10.0
BELIEVED_FOR = 30.0
_LOOK_EVERY = 0.1


class _Said(msgspec.Struct):
    """One process speaks: who came and went, or (`whole`) everyone there. With `ask` it wants answers."""

    by: str
    here: list[UUID] = []
    gone: list[UUID] = []
    whole: bool = False
    ask: bool = False


_decoder = msgspec.json.Decoder(_Said)


class Elsewhere:
    """The others' persons. `present` lists our own; `gone` hears who went, and whether their process died."""

    def __init__(self, present: Callable[[], list[UUID]], gone: Callable[[UUID, bool], None]) -> None:
        self._present = present
        self._gone = gone
        self._us = os.urandom(8).hex()
        self._theirs: dict[str, set[UUID]] = {}
        self._heard_at: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    def here(self, person: UUID) -> bool:
        """Whether some other process has this person. From any thread."""
        return any(person in persons for persons in tuple(self._theirs.values()))

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to say and to hear."""
        if bus.current().spans:
            bus.current().listen(self._heard)
            loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Say that all of ours have gone."""
        if self._task is not None:
            self._task.cancel()
            bus.current().forget(self._heard)
            self._say(_Said(self._us, whole=True))
        self._theirs.clear()

    def tell(self, here: Iterable[UUID] = (), gone: Iterable[UUID] = ()) -> None:
        """Say that someone came or went."""
        if self._task is not None:
            self._say(_Said(self._us, here=list(here), gone=list(gone)))

    def _say(self, said: _Said) -> None:
        bus.publish(TOPIC, msgspec.json.encode(said))

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            ask = await self._until_well() or not self._heard_at
            self._say(_Said(self._us, here=self._present(), whole=True, ask=ask))
            await asyncio.sleep(SAY_EVERY)
            self._forget_the_silent(loop.time())

    async def _until_well(self) -> bool:
        waited = False
        while not bus.current().well:
            waited = True
            await asyncio.sleep(_LOOK_EVERY)
        return waited

    def _forget_the_silent(self, now: float) -> None:
        if not bus.current().well:  # we hear nobody: that says nothing about them
            self._heard_at = dict.fromkeys(self._heard_at, now)
        for process in [one for one, at in self._heard_at.items() if now - at > BELIEVED_FOR]:
            del self._heard_at[process]
            for person in self._theirs.pop(process, ()):
                self._gone(person, True)

    def _heard(self, topic: str, payload: bytes) -> None:
        if topic != TOPIC:
            return
        said = _decoder.decode(payload)
        if said.by == self._us:
            return
        if said.ask:
            self._say(_Said(self._us, here=self._present(), whole=True))
        self._heard_at[said.by] = asyncio.get_running_loop().time()
        before = self._theirs.get(said.by, set())
        now = set(said.here) if said.whole else (before | set(said.here)) - set(said.gone)
        self._theirs[said.by] = now
        for person in before - now:
            self._gone(person, False)
