"""Many who ask are answered by few visits; where there is no crowd, nobody waits."""

import asyncio
import threading
import time
from collections.abc import Sequence

import pytest

from beside.foundation import together
from beside.foundation.together import CROWD, MOST, Together


class Desk:
    """Doubles numbers; refuses odd ones for those who asked. Remembers how many came together."""

    def __init__(self) -> None:
        self.visits: list[int] = []
        self.may = threading.Event()
        self.may.set()

    def double(self, numbers: Sequence[int]) -> list[int | Exception]:
        """In a thread."""
        self.visits.append(len(numbers))
        assert self.may.wait(5)
        return [ValueError(str(number)) if number % 2 else 2 * number for number in numbers]


def test_each_gets_their_own_answer_or_their_own_refusal() -> None:
    desk = Desk()

    async def go() -> None:
        asks: Together[int, int] = Together(desk.double)
        found = await asyncio.gather(*(asks.ask(number) for number in range(10)), return_exceptions=True)
        assert [one for one in found if not isinstance(one, BaseException)] == [0, 4, 8, 12, 16]
        assert [str(one) for one in found if isinstance(one, ValueError)] == list("13579")

    asyncio.run(go())
    assert desk.visits == [10], "asked in one turn of the loop"


def test_a_crowd_gathers_between_two_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAUSE", 0.2)
    desk = Desk()

    async def go() -> None:
        asks: Together[int, int] = Together(desk.double)
        first = [asyncio.create_task(asks.ask(0)) for _ in range(CROWD + 1)]
        await asyncio.gather(*first)
        later = []
        for _ in range(10):
            later.append(asyncio.create_task(asks.ask(0)))
            await asyncio.sleep(0.005)
        await asyncio.gather(*later)

    asyncio.run(go())
    assert desk.visits == [CROWD + 1, 10]


def test_a_crowd_as_large_as_a_visit_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAUSE", 5)
    desk = Desk()

    async def go() -> None:
        asks: Together[int, int] = Together(desk.double)
        start = time.monotonic()
        await asyncio.gather(*(asks.ask(0) for _ in range(3 * MOST)))
        assert time.monotonic() - start < 2

    asyncio.run(go())
    assert desk.visits == [MOST] * 3


def test_without_a_crowd_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "PAUSE", 5)
    desk = Desk()

    async def go() -> None:
        asks: Together[int, int] = Together(desk.double)
        start = time.monotonic()
        for _ in range(20):
            await asyncio.gather(*(asks.ask(0) for _ in range(CROWD)))
        assert time.monotonic() - start < 2

    asyncio.run(go())


def test_it_serves_one_loop_after_another() -> None:
    """A loop that ended in the middle of a question leaves nothing behind."""
    desk = Desk()
    asks: Together[int, int] = Together(desk.double)

    async def ask() -> int:
        return await asks.ask(1 + 1)

    async def ends() -> None:
        desk.may.clear()
        asyncio.create_task(asks.ask(2))  # noqa: RUF006  (given up with its loop)
        await asyncio.sleep(0.05)
        desk.may.set()

    asyncio.run(ends())
    assert asyncio.run(ask()) == 4
    assert asyncio.run(ask()) == 4
