"""Who comes is asked for together; everybody gets their own answer."""

import asyncio
import threading
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from beside.foundation.errors import NotForYou
from beside.foundation.together import MOST
from beside.gateway.greeting import Greeting
from beside.gateway.guest import Guest, Scope


class Desk:
    """Answers with the person of each handshake, once it is let; remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.may = threading.Event()
        self.may.set()
        self.trouble: Exception | None = None

    def greet(self, scopes: Sequence[Scope]) -> list[Guest | None]:
        """In a thread."""
        self.asked.append(len(scopes))
        assert self.may.wait(5)
        if self.trouble is not None:
            raise self.trouble
        return [_guest(scope["person"]) for scope in scopes]


def _guest(person: UUID | None) -> Guest | None:
    return None if person is None else Guest(person, "seeker", "en", "s", 0)


def test_those_who_wait_are_asked_for_together() -> None:
    desk = Desk()
    people = [uuid4() if number % 3 else None for number in range(2 * MOST)]

    async def go() -> None:
        greeting = Greeting(desk.greet)
        desk.may.clear()
        first = asyncio.create_task(greeting.who({"person": people[0]}))
        await asyncio.sleep(0.05)
        others = [asyncio.create_task(greeting.who({"person": person})) for person in people[1:]]
        await asyncio.sleep(0.05)
        desk.may.set()
        guests = [await first, *await asyncio.gather(*others)]
        assert [guest and guest.person for guest in guests] == people

    asyncio.run(go())
    assert desk.asked == [1, MOST, MOST - 1]


def test_whoever_comes_is_looked_up_after_they_came() -> None:
    """Nobody is answered by a question that was asked before them: what it read may be over."""
    desk = Desk()

    async def go() -> None:
        greeting, person = Greeting(desk.greet), uuid4()
        desk.may.clear()
        first = asyncio.create_task(greeting.who({"person": person}))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(greeting.who({"person": person}))
        await asyncio.sleep(0.05)
        desk.may.set()
        await asyncio.gather(first, second)

    asyncio.run(go())
    assert desk.asked == [1, 1]


@pytest.mark.parametrize(("trouble", "refused"), [(NotForYou(), True), (RuntimeError("away"), False)])
def test_after_trouble_the_next_are_greeted(trouble: Exception, refused: bool) -> None:
    desk = Desk()

    async def go() -> None:
        greeting, person = Greeting(desk.greet), uuid4()
        desk.trouble = trouble
        results = await asyncio.gather(
            *(greeting.who({"person": person}) for _ in range(3)), return_exceptions=True
        )
        assert results == ([None] * 3 if refused else [trouble] * 3)
        desk.trouble = None
        assert await greeting.who({"person": person}) == _guest(person)

    asyncio.run(go())


def test_who_gives_up_disturbs_nobody() -> None:
    desk = Desk()

    async def go() -> None:
        greeting, person = Greeting(desk.greet), uuid4()
        desk.may.clear()
        gone = asyncio.create_task(greeting.who({"person": uuid4()}))
        stays = asyncio.create_task(greeting.who({"person": person}))
        await asyncio.sleep(0.05)
        gone.cancel()
        desk.may.set()
        assert await stays == _guest(person)

    asyncio.run(go())
