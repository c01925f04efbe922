"""Keys that the loop has not at hand, fetched in a thread: many that are missing at once by one visit."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from beside.foundation.errors import DomainError
from beside.foundation.threads import in_room
from beside.gateway import trouble
from beside.journal import keys

_TOGETHER = 0.005
_asked: dict[int, list[Callable[[], None]]] = {}
_fetching: "set[asyncio.Task[None]]" = set()


def soon(key_id: int, then: Callable[[], None]) -> None:
    """Fetch a key, and call `then` in the loop, whether it was there or not. For the loop's thread only."""
    if not _asked:
        task = asyncio.get_running_loop().create_task(_fetch())
        _fetching.add(task)
        task.add_done_callback(_fetching.discard)
    _asked.setdefault(key_id, []).append(then)


def unlock(wanted: Iterable[int]) -> None:
    """Have these keys remembered. One that was destroyed is passed over."""
    for key_id in wanted:
        with suppress(DomainError):
            keys.get(key_id)


async def _fetch() -> None:
    await asyncio.sleep(_TOGETHER)
    asked = dict(_asked)
    _asked.clear()
    try:
        await in_room("en", unlock, asked)
    except Exception as error:
        trouble.tell("fetching keys", error)
    for calls in asked.values():
        for then in calls:
            then()
