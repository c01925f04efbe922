"""`beside serve --processes N`: one port, several processes, and what becomes of those who talk meanwhile."""

import asyncio
import os
import re
import signal
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from beside.client import Talker, Visitor
from tests.running import House
from tests.throwaway import Postgres, Redis, wait_until


@pytest.fixture
def scale(postgres: Postgres, redis: Redis, request: pytest.FixtureRequest) -> dict[str, str]:
    """PostgreSQL and Redis for two processes; an empty database without its key store."""
    name = re.sub(r"\W", "_", request.node.name)[:50]
    postgres.make(name)
    return {
        "BESIDE_DATABASE_URL": postgres.url(name),
        "BESIDE_REDIS_URL": redis.url,
        "BESIDE_PROCESSES": "2",
    }


@pytest.fixture
def house(scale: dict[str, str], new_house: Callable[..., House]) -> House:
    """A house with two processes, both of them there."""
    house = new_house(**scale)
    wait_until(lambda: "All 2 processes serve." in house.said(), "both to serve", 60)
    assert len(children(house)) == 2
    return house


def children(house: House) -> set[int]:
    """The processes of a house's parent."""
    assert house.process is not None
    listed = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text()
    return {int(number) for number in listed.split()}


def gone(pid: int) -> bool:
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_one_that_is_killed_is_begun_anew(house: House) -> None:
    victim, other = sorted(children(house))
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(children(house) - {victim}) == 2, "a new process")
    wait_until(house.answers, "pages")
    assert other in children(house), "the other one is left alone"
    assert "has ended by itself (-9)" in house.said()


def test_a_crowd_is_divided_among_them(house: House) -> None:
    lines = [socket.create_connection(("127.0.0.1", house.port)) for _ in range(60)]
    try:
        wait_until(lambda: sum(map(accepted, children(house))) >= 60, "all to be taken")
        assert min(map(accepted, children(house))) >= 10, "not all by whoever woke first"
    finally:
        for line in lines:
            line.close()


def accepted(pid: int) -> int:
    """How many sockets a process has open."""
    return sum(os.readlink(link).startswith("socket:") for link in Path(f"/proc/{pid}/fd").iterdir())


def test_all_are_renewed_one_after_another_and_nobody_signs_in_again(house: House) -> None:
    before = children(house)

    async def talks(visitor: Visitor, conversation: str) -> list[str]:
        async with Talker(house.url, visitor.cookies) as talker:
            byes: list[dict[str, object]] = []
            talker.on("bye", byes.append)
            await talker.open(conversation)
            os.kill(house.process.pid, signal.SIGHUP)  # type: ignore[union-attr]
            words = [f"still here {number}" for number in range(40)]
            for each in words:
                await asyncio.wait_for(talker.say(conversation, each), 20)
                await asyncio.sleep(0.3)
            assert byes and byes[0]["why"] == "restart" and 0.1 < float(str(byes[0]["retry_after"])) < 10
            heard = [entry async for entry in _said(talker, conversation, len(words))]
            assert heard == words, "each once, in order"
            return heard

    with Visitor(house.url) as visitor:
        conversation = visitor.gets_in_line()
        asyncio.run(talks(visitor, conversation))
    wait_until(lambda: not before & children(house) and len(children(house)) == 2, "new processes", 90)
    wait_until(lambda: "All 2 processes are renewed." in house.said(), "the word that all are renewed", 90)


async def _said(talker: Talker, conversation: str, number: int) -> AsyncIterator[str]:
    """So many things that were said."""
    async for entry in talker.entries(conversation):
        if entry["kind"] == "said":
            yield entry["words"]
            number -= 1
            if not number:
                return


def test_all_end_with_their_parent(house: House) -> None:
    parent, before = house.process, children(house)
    assert parent is not None
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(15) == 0
    assert all(gone(pid) for pid in before)


def test_no_process_is_left_when_the_parent_is_killed(house: House) -> None:
    before = children(house)
    house.kill()
    wait_until(lambda: all(gone(pid) for pid in before), "the end of both", 15)
