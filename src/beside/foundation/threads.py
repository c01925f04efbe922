"""Rooms are synchronous; sockets are not. This is the one bridge from a coroutine to a room."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = 6
_pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="rooms")


async def in_room(language: str, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a synchronous verb in a thread with its own database connection, in a person's language."""

    def run() -> R:
        close_old_connections()
        with translation.override(language):
            return verb(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_pool, run)
