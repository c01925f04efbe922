"""Talkers against the whole service."""

import asyncio
from collections.abc import Callable

import pytest

from beside.client import Refused, SignedOut, Talker, Visitor
from beside.client.reading import Frame
from tests.client.conftest import Running


def test_two_talk_and_both_read_the_same(service: Running) -> None:
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()
        visitor.says("I cannot sleep.")
        maya = service.listener()
        assert maya.takes_next() == chat

        async def go() -> None:
            async with (
                Talker(service.origin, visitor.cookies, side="seeker") as seeker,
                Talker(service.origin, maya.cookies) as listener,
            ):
                for talker in (seeker, listener):
                    await talker.open(chat)
                first = await seeker.say(chat, "Are you there?")
                second = await listener.say(chat, "I am here with you.")
                assert second == first + 1
                logs = [await _until(talker, chat, second) for talker in (seeker, listener)]
                assert [[entry["p"] for entry in log] for log in logs] == [list(range(1, second + 1))] * 2
                assert [entry["words"] for entry in logs[0]][-2:] == ["Are you there?", "I am here with you."]
                assert [entry["mine"] for entry in logs[0]][-2:] == [True, False]

        asyncio.run(go())
        assert visitor.reads(chat)[1] == "I cannot sleep."


def test_ones_own_line_is_changed_and_taken_back(service: Running) -> None:
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()

        async def go() -> None:
            async with Talker(service.origin, visitor.cookies, side="seeker") as seeker:
                await seeker.open(chat)
                said = await seeker.say(chat, "Are yuo there?")
                changed = await seeker.edit(chat, said, "Are you there?")
                last = await seeker.withdraw(chat, said)
                log = await _until(seeker, chat, last)
                assert [(one["p"], one["target"]) for one in log[-2:]] == [(changed, said), (last, said)]
                with pytest.raises(Refused):
                    await seeker.withdraw(chat, last)

        asyncio.run(go())
        assert "there" not in visitor.reads(chat)[1]


def test_a_line_that_breaks_loses_nothing_and_doubles_nothing(service: Running) -> None:
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()

        async def go() -> None:
            async with (
                Talker(service.origin, visitor.cookies, side="seeker") as phone,
                Talker(service.origin, visitor.cookies, side="seeker") as tablet,
            ):
                await tablet.open(chat)
                hellos: list[Frame] = []
                phone.on("hello", hellos.append)
                breaking = asyncio.create_task(_break(phone, tablet))
                saying = [asyncio.create_task(phone.say(chat, f"line {number}")) for number in range(60)]
                said = await asyncio.wait_for(asyncio.gather(*saying), 40)
                breaking.cancel()
                log = await _until(tablet, chat, max(said))
                assert [entry["p"] for entry in log] == list(range(1, 61))
                assert sorted(said) == list(range(1, 61))
                assert len(hellos) > 1, "the line broke while there was something to say"
                assert sorted(entry["words"] for entry in log) == sorted(
                    f"line {number}" for number in range(60)
                )

        asyncio.run(go())


def test_a_kill_in_mid_chat_loses_nothing_and_doubles_nothing(fresh: Callable[[], Running]) -> None:
    service = fresh()
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()

        async def go() -> None:
            async with Talker(service.origin, visitor.cookies, side="seeker") as seeker:
                await seeker.open(chat)
                saying = [asyncio.create_task(seeker.say(chat, f"line {number}")) for number in range(12)]
                await asyncio.wait(saying, return_when=asyncio.FIRST_COMPLETED)
                service.kill()
                saying += [
                    asyncio.create_task(seeker.say(chat, f"line {number}")) for number in range(12, 18)
                ]
                await asyncio.to_thread(service.start)
                said = await asyncio.wait_for(asyncio.gather(*saying), 60)
                log = await _until(seeker, chat, 18)
                assert sorted(said) == [entry["p"] for entry in log] == list(range(1, 19))
                assert sorted(entry["words"] for entry in log) == sorted(
                    f"line {number}" for number in range(18)
                )

        asyncio.run(go())


def test_another_persons_chat_is_missing(service: Running) -> None:
    with Visitor(service.origin) as one, Visitor(service.origin) as other:
        chat = one.gets_in_line()
        other.gets_in_line()

        async def go() -> None:
            async with Talker(service.origin, other.cookies, side="seeker") as stranger:
                await stranger.open(chat)
                with pytest.raises(Refused) as refused:
                    await asyncio.wait_for(anext(stranger.entries(chat)), 5)
                assert refused.value.answered == "missing"
                with pytest.raises(Refused):
                    await asyncio.wait_for(stranger.say(chat, "Let me in"), 5)

        asyncio.run(go())
        assert "Let me in" not in one.reads(chat).values()


def test_leaving_ends_the_socket_within_a_second(service: Running) -> None:
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()

        async def go() -> None:
            async with Talker(service.origin, visitor.cookies, side="seeker") as seeker:
                await seeker.open(chat)
                waiting = asyncio.create_task(anext(seeker.entries(chat)))  # type: ignore[arg-type]
                await asyncio.to_thread(visitor.leaves)
                with pytest.raises(SignedOut):
                    await asyncio.wait_for(waiting, 1)
                with pytest.raises(SignedOut):
                    await seeker.say(chat, "too late")

        asyncio.run(go())


def test_a_stranger_is_not_let_in(service: Running) -> None:
    async def go() -> None:
        with pytest.raises(SignedOut):
            async with Talker(service.origin, {"__Host-visit": "made up"}):
                pass

    asyncio.run(go())


async def _break(*talkers: Talker) -> None:
    while True:
        for talker in talkers:
            await asyncio.sleep(0.15)
            talker.line.drop()


async def _until(talker: Talker, chat: str, position: int) -> list[Frame]:
    log: list[Frame] = []
    async with asyncio.timeout(20):
        async for entry in talker.entries(chat):
            log.append(entry)
            if entry["p"] >= position:
                return log
    return log
