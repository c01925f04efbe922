"""Keys that the loop has not at hand, fetched in a thread: many that are missing at once by one visit."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from beside.foundation.errors import DomainError
from beside.foundation.threads import in_room
from beside.journal import keys

_TOGETHER = 0.005
_asked: dict[int, list[Callable[[], None]]] = {}
_task: "asyncio.Task[None] | None" = None


def soon(key_id: int, then: Callable[[], None]) -> None:
    """Fetch a key, and call `then` in the loop, whether it was there or not. For the loop's thread only."""
    global _task
    _asked.setdefault(key_id, []).append(then)
    if _task is None or _task.get_loop() is not asyncio.get_running_loop():
        _task = asyncio.get_running_loop().create_task(_fetch())


def unlock(wanted: Iterable[int]) -> None:
    """Have these keys remembered. One that was destroyed, or a store that is away, is passed over."""
    for key_id in wanted:
        with suppress(DomainError):
            keys.get(key_id)


async def _fetch() -> None:
    global _task
    await asyncio.sleep(_TOGETHER)
    asked, _task = dict(_asked), None
    _asked.clear()
    try:
        await in_room("en", unlock, asked)
    finally:
        for calls in asked.values():
            for then in calls:
                then()
