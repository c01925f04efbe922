"""Who has a socket open, in this process and in the others.

Coming is told at once, going after a few seconds: a lift, a tunnel, a reload is not going. What others
say is believed for half a minute after they last said it, and for as long as the bus itself is away.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from beside.foundation import clock
from beside.foundation.threads import in_room
from beside.gateway import bus, trouble
from beside.gateway.elsewhere import Elsewhere

GONE_AFTER = 5.0
"""Seconds without a socket until a person counts as gone."""

_MOST_REMEMBERED = 50_000

TOLD_EVERY = 0.05
"""Seconds between two tellings: whoever comes or goes meanwhile is told of with the others."""

_TOLD_TOGETHER = 500

OnChange = Callable[[Mapping[UUID, bool]], None]
"""Called in a thread with those who came (true) and those who went."""


class Presence:
    """Debounced presence. Questions may be asked from any thread; the rest is for the loop's thread."""

    def __init__(self) -> None:
        self._here: set[UUID] = set()
        self._leaving: dict[UUID, asyncio.TimerHandle] = {}
        self._last: OrderedDict[UUID, datetime] = OrderedDict()
        self._callbacks: list[OnChange] = []
        self._changed: OrderedDict[UUID, bool] = OrderedDict()
        self._teller: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._elsewhere = Elsewhere(self._present, self._gone_elsewhere)

    def here(self, person: UUID) -> bool:
        """Whether this person has a socket open somewhere, or had one seconds ago."""
        return person in self._here or person in self._leaving or self._elsewhere.here(person)

    def last_here(self, person: UUID) -> datetime | None:
        """When they last had a socket (now, if they have one); None if not since this process began."""
        return clock.now() if self.here(person) else self._last.get(person)

    def on_change(self, callback: OnChange) -> None:
        """Have `callback({person: is_here})` called in a thread when someone has come or gone.

        One call tells of all who did since the last. In the process they came to or left; in every one for
        those of a process that has died. So it may be called twice for a change, and never if this process
        dies: let it be repeatable, and sweep besides.
        """
        self._callbacks.append(callback)

    def start(self) -> None:
        """Begin to tell and to hear the other processes, in the loop of the bus, which has been started."""
        self._loop = bus.current().loop
        self._elsewhere.start(self._loop)

    def stop(self) -> None:
        """Everyone here has gone with us. From any thread, before the bus is stopped."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._end)
        self._loop = None

    def came(self, person: UUID) -> None:
        """A person's first socket here was opened."""
        was_here = self.here(person)
        self._here.add(person)
        timer = self._leaving.pop(person, None)
        if timer is not None:
            timer.cancel()
        else:
            self._elsewhere.tell(here=[person])
        if not was_here:
            self._change(person, True)

    def left(self, person: UUID) -> None:
        """A person's last socket here was closed."""
        self._here.discard(person)
        self._remember(person)
        if self._loop is not None:
            self._leaving[person] = self._loop.call_later(GONE_AFTER, self._gone, person)

    def _end(self) -> None:
        self._elsewhere.stop()
        for timer in self._leaving.values():
            timer.cancel()
        if self._teller is not None:
            self._teller.cancel()
        self._here.clear()
        self._leaving.clear()

    def _gone(self, person: UUID) -> None:
        del self._leaving[person]
        self._elsewhere.tell(gone=[person])
        if not self.here(person):
            self._change(person, False)

    def _gone_elsewhere(self, person: UUID, their_process_died: bool) -> None:
        if not self.here(person):
            self._remember(person)
            if their_process_died:
                self._change(person, False)

    def _remember(self, person: UUID) -> None:
        self._last[person] = clock.now()
        self._last.move_to_end(person)
        if len(self._last) > _MOST_REMEMBERED:
            self._last.popitem(last=False)

    def _present(self) -> list[UUID]:
        return [*self._here, *self._leaving]

    def _change(self, person: UUID, is_here: bool) -> None:
        self._changed[person] = is_here
        if self._teller is None and self._loop is not None and self._callbacks:
            self._teller = self._loop.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            while self._changed:
                many = min(_TOLD_TOGETHER, len(self._changed))
                changed = dict(self._changed.popitem(last=False) for _ in range(many))
                for callback in self._callbacks:
                    await self._call(callback, changed)
                await asyncio.sleep(TOLD_EVERY)
        finally:
            self._teller = None

    async def _call(self, callback: OnChange, changed: Mapping[UUID, bool]) -> None:
        try:
            await in_room("en", callback, changed)
        except Exception as error:
            trouble.tell("a presence callback", error)


_presence = Presence()

here = _presence.here
last_here = _presence.last_here
on_change = _presence.on_change
start = _presence.start
stop = _presence.stop
came = _presence.came
left = _presence.left
