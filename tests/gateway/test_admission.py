"""Many come back at once: the urgent first, nobody by their own word; and a pace outlives its socket."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from websockets.asyncio.client import connect

from beside.gateway.admission import Rank
from tests.gateway.conftest import Served

Serve = Callable[..., Served]
CROWD = 40


@pytest.fixture
def ranks(tmp_path: Path) -> Iterator[Path]:
    """A file that says who has which rank."""
    (tmp_path / "ranks").write_text("{}")
    yield tmp_path / "ranks"


async def hears_hello(server: Served, person: UUID, *, query: str = "", **who: object) -> float:
    """Come in and wait for `hello`. Returns when that was; the socket is closed."""
    cookie = json.dumps({"person": str(person), **who}).encode().hex()
    address = f"ws://localhost:{server.port}/live{query}"
    more = {"Cookie": f"who={cookie}"}
    async with connect(address, origin=server.origin, additional_headers=more, open_timeout=60) as socket:  # type: ignore[arg-type]
        while (heard := json.loads(await socket.recv())["t"]) == "beat":
            pass  # the line stands, and the turn comes
        assert heard == "hello"
        return time.monotonic()


def test_the_urgent_come_in_first(serve: Serve, ranks: Path) -> None:
    server = serve(ranks=str(ranks), pace=20)
    crowd = [uuid4() for _ in range(CROWD)]
    waiting, live = uuid4(), uuid4()
    ranks.write_text(json.dumps({str(live): Rank.LIVE_CRISIS, str(waiting): Rank.WAITING_CRISIS}))

    async def go() -> None:
        others = [asyncio.create_task(hears_hello(server, person)) for person in crowd]
        await asyncio.sleep(0.5)  # all of them stand before
        crafty = asyncio.create_task(hears_hello(server, uuid4(), query="?rank=0", rank=0))
        late = [
            asyncio.create_task(hears_hello(server, uuid4(), side="staff")),
            asyncio.create_task(hears_hello(server, waiting)),
            asyncio.create_task(hears_hello(server, live)),
        ]
        staff, waited, lived = await asyncio.gather(*late)
        times = sorted(await asyncio.gather(*others))
        assert lived < staff and waited < staff
        assert sum(at < staff for at in times) < CROWD / 2, "they went before most of those who stood before"
        assert await crafty > times[-4], "naming a rank raises nobody"
        assert times[-1] - times[0] > CROWD / 20 * 0.7, "no faster than the pace"

    asyncio.run(go())


def test_without_ranks_would_be_the_order_of_coming(serve: Serve, ranks: Path) -> None:
    """The control: the same crowd, and nobody is known to be urgent."""
    server = serve(ranks=str(ranks), pace=20)

    async def go() -> None:
        others = [asyncio.create_task(hears_hello(server, uuid4())) for _ in range(CROWD)]
        await asyncio.sleep(0.5)
        last = await hears_hello(server, uuid4())
        assert sum(at < last for at in await asyncio.gather(*others)) >= CROWD - 2

    asyncio.run(go())


def test_who_gives_up_waiting_takes_no_turn(serve: Serve) -> None:
    server = serve(pace=10)

    async def go() -> None:
        crowd = [asyncio.create_task(hears_hello(server, uuid4())) for _ in range(CROWD)]
        await asyncio.sleep(0.5)
        for gone in crowd[5:]:
            gone.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        start = time.monotonic()
        await hears_hello(server, uuid4())
        assert time.monotonic() - start < 1, f"{CROWD - 5} that have gone would take 3.5 s"

    asyncio.run(go())


def test_in_a_calm_hour_nobody_waits(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        start = time.monotonic()
        await asyncio.gather(*(hears_hello(server, uuid4()) for _ in range(50)))
        assert time.monotonic() - start < 2

    asyncio.run(go())


def test_at_a_restart_the_urgent_come_back_first(serve: Serve, ranks: Path) -> None:
    server = serve(ranks=str(ranks))
    urgent = [uuid4() for _ in range(3)]
    ranks.write_text(json.dumps({str(person): Rank.LIVE_CRISIS for person in urgent}))

    async def go() -> None:
        async with AsyncExitStack() as stack:
            people = [uuid4() for _ in range(12)] + urgent
            guests = [await stack.enter_async_context(server.guest(person)) for person in people]
            server.process.terminate()  # type: ignore[union-attr]
            ends = await asyncio.gather(*(guest.is_closed() for guest in guests))
            waits = [frames[-1]["retry_after"] for _code, frames in ends]
            assert {code for code, _ in ends} == {1012}
            assert max(waits[12:]) < min(waits[:12])
            assert len(set(waits)) == len(waits)

    asyncio.run(go())


def test_a_pace_outlives_its_socket(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        hurried = uuid4()
        async with server.guest(hurried) as guest:
            for _ in range(20):
                await guest.asks(t="ping")
        async with server.guest(hurried) as guest, server.guest() as other:
            start = time.monotonic()
            for _ in range(5):
                await other.asks(t="ping")
            assert time.monotonic() - start < 0.4, "others are not slowed"
            for _ in range(5):
                await guest.asks(t="ping")
            assert time.monotonic() - start > 0.6, "20 at once, then 5 a second, whatever the socket"

    asyncio.run(go())
