"""What begins with the server and ends with it. Filled by the wiring, called by the application."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

from beside.gateway import trouble

Hook = Callable[[], Awaitable[None] | None]

_ENDS_WITHIN = 15.0

_hooks: list[tuple[Hook | None, Hook | None]] = []


def during(*, start: Hook | None = None, stop: Hook | None = None) -> None:
    """Have `start` called before the first request and `stop` after the last, the last begun ending first.

    A plain function runs in a thread, a coroutine function in the loop. A `start` that raises ends it all.
    """
    _hooks.append((start, stop))


async def begin() -> None:
    """Call every `start`, in order."""
    for start, _ in _hooks:
        if start is not None:
            await _call(start)


async def end() -> None:
    """Call every `stop`, the other way round. One that fails does not keep the others from being called."""
    for _, stop in reversed(_hooks):
        if stop is not None:
            try:
                await asyncio.wait_for(_call(stop), _ENDS_WITHIN)
            except Exception as error:
                trouble.tell("an ending", error)


async def _call(hook: Hook) -> None:
    if inspect.iscoroutinefunction(hook):
        await hook()
    else:
        await asyncio.to_thread(hook)
