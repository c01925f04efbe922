"""The bus: in one process, between two, and while Redis is away."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from beside.gateway.bus import MemoryBus
from beside.gateway.redisbus import RedisBus
from tests.gateway.conftest import Guest, Served
from tests.throwaway import Redis, answers, wait_until

Serve = Callable[..., Served]
ROOT = Path(__file__).resolve().parents[2]


class MortalRedis(Redis):
    """A Redis that can be killed and come back at the same place."""

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def back(self) -> None:
        command = [
            "redis-server",
            "--port",
            "0",
            "--unixsocket",
            str(self.path),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.begin(command)
        wait_until(lambda: answers(self.path), "Redis")


@pytest.fixture
def mortal() -> Iterator[MortalRedis]:
    service = MortalRedis()
    service.start()
    yield service
    service.stop()


def test_hints_from_many_threads_all_arrive_in_the_order_of_each() -> None:
    async def go() -> None:
        bus = MemoryBus()
        heard: list[tuple[str, bytes]] = []
        bus.publish("early", b"nobody listens yet")
        bus.listen(lambda topic, payload: heard.append((topic, payload)))
        bus.start(asyncio.get_running_loop())

        def shout(name: str) -> None:
            for number in range(2000):
                bus.publish(name, str(number).encode())

        threads = [threading.Thread(target=shout, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        while len([topic for topic, _ in heard if topic in "abcd"]) < 8000:
            await asyncio.sleep(0.01)
        for name in "abcd":
            assert [int(payload) for topic, payload in heard if topic == name] == list(range(2000))

    asyncio.run(asyncio.wait_for(go(), 10))


def test_a_bus_without_a_loop_has_a_thread() -> None:
    bus = MemoryBus()
    heard = threading.Event()
    bus.listen(lambda _topic, _payload: heard.set())
    bus.start()
    bus.publish("a", b"")
    assert heard.wait(2)
    bus.stop()
    bus.publish("a", b"")


def test_a_hint_reaches_the_other_process(serve: Serve, redis: Redis) -> None:
    one, other = serve(redis=redis.url), serve(redis=redis.url)

    async def go() -> None:
        async with one.guest() as here, other.guest() as there:
            await _well(here, there)
            for guest in (here, there):
                await guest.asks(t="follow", topic="c:1")
            await here.says(t="shout", topic="c:1", words="Bonjour")
            await here.says(t="shout", topic="c:2", words="not followed")
            await there.says(t="shout", topic="c:1", words="again")
            for guest in (here, there):
                assert sorted([(await guest.hears())["words"] for _ in range(2)]) == ["Bonjour", "again"]

    asyncio.run(go())


def test_redis_killed_costs_hints_and_nothing_else(serve: Serve, mortal: MortalRedis) -> None:
    one, other = serve(redis=mortal.url), serve(redis=mortal.url)

    async def go() -> None:
        async with one.guest() as here, one.guest() as beside, other.guest() as there:
            await _well(here, there)
            for guest in (beside, there):
                await guest.asks(t="follow", topic="c")
                await guest.says(t="remember")
            await asyncio.sleep(4)
            with pytest.raises(TimeoutError):  # while all is well a head comes every 12 seconds
                await _twice(there)
            mortal.kill()
            await here.says(t="shout", topic="c", words="without Redis")
            assert (await beside.hears("heard", within=0.5))["words"] == "without Redis"
            await there.hears("head", within=5)
            for _ in range(2):
                await there.hears("head", within=4)
            mortal.back()
            await _well(here, there)
            await here.says(t="shout", topic="c", words="with Redis")
            assert (await there.hears("heard"))["words"] == "with Redis"

    asyncio.run(go())


def test_redis_that_hangs_delays_nobody(serve: Serve, mortal: MortalRedis) -> None:
    one = serve(redis=mortal.url)

    async def go() -> None:
        async with one.guest() as here, one.guest() as beside:
            await _well(here)
            await beside.asks(t="follow", topic="c")
            assert mortal.process is not None
            mortal.process.send_signal(19)  # SIGSTOP
            try:
                for _ in range(15):
                    start = time.monotonic()
                    await here.says(t="shout", topic="c", words="x")
                    await beside.hears("heard")
                    assert time.monotonic() - start < 0.3
                    await asyncio.sleep(0.25)
                assert not (await _look(here))["well"]
            finally:
                mortal.process.send_signal(18)  # SIGCONT
            await _well(here)

    asyncio.run(go())


def test_publishing_without_redis_neither_waits_nor_fails() -> None:
    bus = RedisBus("unix:///nowhere/redis.sock")
    start = time.monotonic()
    for _ in range(20_000):
        bus.publish("c", b"x" * 100)
    assert time.monotonic() - start < 1
    bus.stop()


def test_a_command_that_publishes_and_ends_is_heard(serve: Serve, redis: Redis) -> None:
    server = serve(redis=redis.url)
    program = f"""
from beside.gateway import bus
from beside.gateway.redisbus import RedisBus
bus.use(RedisBus({redis.url!r}))
bus.publish("c", b"from a command")
"""

    async def go() -> None:
        async with server.guest() as guest:
            await _well(guest)
            await guest.asks(t="follow", topic="c")
            command = [sys.executable, "-c", program]
            await asyncio.to_thread(
                subprocess.run, command, check=True, env={"PYTHONPATH": str(ROOT / "src")}
            )
            assert (await guest.hears("heard"))["words"] == "from a command"

    asyncio.run(go())


async def _look(guest: Guest) -> dict[str, object]:
    await guest.says(t="look", person=str(uuid4()))
    return await guest.hears("look")


async def _well(*guests: Guest) -> None:
    for guest in guests:
        async with asyncio.timeout(10):
            while not (await _look(guest))["well"]:
                await asyncio.sleep(0.25)


async def _twice(guest: Guest) -> None:
    async with asyncio.timeout(6):
        for _ in range(2):
            await guest.hears("head", within=6)
