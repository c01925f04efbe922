"""Several processes: two servers and a worker apart, on one PostgreSQL with Redis between them."""

import asyncio
import random
from collections.abc import Callable
from statistics import median

import psycopg
import pytest

from beside.client import Colleague, Talker, Visitor
from tests.running import PASSPHRASE, House
from tests.throwaway import Postgres, Redis, wait_until

Made = Callable[..., House]


@pytest.fixture
def scale(postgres: Postgres, redis: Redis, request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings that all processes share; an empty database without its key store."""
    name = request.node.name
    postgres.make(name)
    return {
        "BESIDE_DATABASE_URL": postgres.url(name),
        "BESIDE_REDIS_URL": redis.url,
        "BESIDE_WORKER": "apart",
    }


def test_two_servers_and_a_worker_are_one_house(scale: dict[str, str], new_house: Made) -> None:
    first = new_house(**scale)
    root_key = {"BESIDE_ROOT_KEY": str(first.folder / ".var-root-key")}
    second = new_house(**scale, **root_key)
    assert "maya@harbour.example" not in second.said()
    worker = House(**scale, **root_key)
    worker.begin_command("work")
    try:
        with Colleague(second.url) as maya, Visitor(first.url) as visitor:
            heard = asyncio.run(asyncio.wait_for(talk(first, second, visitor, maya), 60))
        assert heard == ["Nobody hears me here.", "I hear you."]
        wait_until(lambda: not unfinished(scale), "the worker to have done its jobs")
    finally:
        worker.stop()


async def talk(first: House, second: House, visitor: Visitor, maya: Colleague) -> list[str]:
    """A seeker at the one server, a listener at the other; what the listener, then the seeker, heard live."""
    maya.signs_in("maya@harbour.example", PASSPHRASE)
    maya.begins_shift()
    conversation = visitor.gets_in_line()
    assert maya.takes_next() == conversation
    async with Talker(first.url, visitor.cookies) as near, Talker(second.url, maya.cookies) as far:
        for talker in (near, far):
            await talker.open(conversation)
        await near.say(conversation, "Nobody hears me here.")
        heard = [await said(far, conversation)]
        await far.say(conversation, "I hear you.")
        return [*heard, await said(near, conversation)]


async def said(talker: Talker, conversation: str) -> str:
    """The next thing that somebody else says."""
    async for entry in talker.entries(conversation):
        if entry["kind"] == "said" and not entry["mine"]:
            return str(entry["words"])
    raise AssertionError("the log has ended")


def unfinished(scale: dict[str, str]) -> int:
    """How many jobs of ours are not done."""
    with psycopg.connect(scale["BESIDE_DATABASE_URL"]) as tables:
        row = tables.execute("SELECT count(*) FROM journal_job WHERE state <> 'done'").fetchone()
    return int(row[0]) if row else 0


def test_a_worker_apart_is_rung_for_within_100_ms_and_polls_when_the_bell_is_gone(
    postgres: Postgres, new_house: Made
) -> None:
    postgres.make("rung")
    bell = Redis().start()
    where = {"BESIDE_DATABASE_URL": postgres.url("rung"), "BESIDE_REDIS_URL": bell.url}
    scale = {**where, "BESIDE_WORKER": "apart"}
    house = new_house(**scale)
    worker = House(**scale, BESIDE_ROOT_KEY=str(house.folder / ".var-root-key"))
    worker.begin_command("work")
    try:
        with Visitor(house.url) as visitor:
            conversation = visitor.gets_in_line()
            wait_until(lambda: not unfinished(scale), "the worker")
            rung = asyncio.run(says_danger(house, visitor, conversation, scale))
            bell.stop()
            polled = asyncio.run(says_danger(house, visitor, conversation, scale))
    finally:
        worker.stop()
        bell.stop()
    assert median(rung) <= 0.1, rung
    assert median(polled) > 0.1, "the control: without the bell it takes a poll"
    assert max(polled) < 3, polled


async def says_danger(
    house: House, visitor: Visitor, conversation: str, scale: dict[str, str]
) -> list[float]:
    """Say things that have a follow-up, at odd moments. Returns the seconds until each was taken."""
    async with Talker(house.url, visitor.cookies) as talker:
        before = waits(scale)
        for _ in range(9):
            await talker.say(conversation, "I want to kill myself tonight")
            await asyncio.sleep(random.uniform(0.5, 0.9))
    wait_until(lambda: not unfinished(scale), "the worker to have done its jobs")
    return waits(scale)[len(before) :]


def waits(scale: dict[str, str]) -> list[float]:
    """For how many seconds each finished job had waited, in the order they came."""
    sql = (
        "SELECT extract(epoch FROM started_at - enqueued_at)::float FROM journal_job "
        "WHERE queue = 'default' AND state = 'done' ORDER BY enqueued_at"
    )
    with psycopg.connect(scale["BESIDE_DATABASE_URL"]) as tables:
        return [row[0] for row in tables.execute(sql).fetchall()]


def test_a_worker_apart_waits_for_its_tables(scale: dict[str, str], postgres: Postgres) -> None:
    postgres.make("test_a_worker_apart_waits_for_its_tables_keys")
    worker = House(**scale)
    done = worker.run("work")
    worker.stop()
    assert done.returncode == 2 and "run beside migrate first" in done.stderr


def test_migrate_makes_the_key_store(postgres: Postgres) -> None:
    postgres.make("fresh")
    house = House(BESIDE_DATABASE_URL=postgres.url("fresh"))
    assert "keys: journal" in house.run("migrate").stdout
    assert house.run("migrate").stdout == "Both databases are up to date.\n"
    house.stop()
    with psycopg.connect(postgres.url("fresh_keys")) as keys:
        assert keys.execute("SELECT count(*) FROM journal_datakey").fetchone() == (0,)
