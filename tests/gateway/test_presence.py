"""Who is here: debounced, and across processes."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

from tests.gateway.conftest import Guest, Served
from tests.throwaway import Redis

Serve = Callable[..., Served]


def test_coming_is_told_at_once_and_going_after_a_while(serve: Serve) -> None:
    server = serve(gone_after=1)

    async def go() -> None:
        person = uuid4()
        async with server.guest() as watcher:
            assert (await _look(watcher, person))["last"] is None
            async with server.guest(person), server.guest(person):
                await _until(watcher, person, changes=[[str(person), True]], here=True)
            assert (await _look(watcher, person))["here"], "not gone yet"
            async with server.guest(person):
                await asyncio.sleep(1.5)
                seen = await _look(watcher, person)
                assert (seen["here"], seen["changes"]) == (True, [[str(person), True]]), (
                    "a reload is not going"
                )
            changes = [[str(person), True], [str(person), False]]
            assert (await _until(watcher, person, here=False, changes=changes))["last"]

    asyncio.run(go())


def test_many_who_come_are_told_of_together(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        people = [uuid4() for _ in range(60)]
        async with server.guest() as watcher, AsyncExitStack() as stack:
            before = (await _look(watcher, people[0]))["tellings"]
            await asyncio.gather(*(stack.enter_async_context(server.guest(one)) for one in people))
            for person in people:
                await _until(watcher, person, changes=[[str(person), True]])
            assert (await _look(watcher, people[0]))["tellings"] - before < 30

    asyncio.run(go())


def test_other_processes_know(serve: Serve, redis: Redis) -> None:
    one = serve(redis=redis.url)

    async def go() -> None:
        person, second = uuid4(), uuid4()
        async with one.guest(person):
            other = serve(redis=redis.url)
            async with other.guest() as watcher:
                await _until(watcher, person, here=True)  # it asked when it began
                async with one.guest(second):
                    await _until(watcher, second, here=True)
                assert (await _until(watcher, second, here=False))["last"]
                assert one.process is not None
                one.process.terminate()
                await _until(watcher, person, here=False, within=8)

    asyncio.run(go())


def test_a_process_that_died_is_believed_for_a_while_and_no_longer(serve: Serve, redis: Redis) -> None:
    one, other = (serve(redis=redis.url, believed=(0.5, 2)) for _ in range(2))

    async def go() -> None:
        person = uuid4()
        async with other.guest() as watcher, one.guest(person):
            await _until(watcher, person, here=True)
            assert one.process is not None
            one.process.kill()
            await asyncio.sleep(1)
            assert (await _look(watcher, person))["here"]
            seen = await _until(watcher, person, here=False, changes=[[str(person), False]])
            assert seen["last"]

    asyncio.run(go())


async def _look(guest: Guest, person: UUID) -> dict[str, Any]:
    await guest.says(t="look", person=str(person))
    return await guest.hears("look")


async def _until(guest: Guest, person: UUID, within: float = 5, **wanted: Any) -> dict[str, Any]:
    async with asyncio.timeout(within):
        while True:
            seen = await _look(guest, person)
            if all(seen[name] == value for name, value in wanted.items()):
                return seen
            await asyncio.sleep(0.25)
