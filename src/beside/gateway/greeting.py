"""Who comes is asked for all who wait at the door together: one thread, one question, however many.

Each is looked up after they came. Nothing that was found for one handshake is kept for another.
"""

import asyncio

from beside.foundation.errors import DomainError
from beside.foundation.threads import in_room
from beside.gateway.guest import Greet, Guest, Scope

TOGETHER = 64
"""At most so many in one question: a storm must not stand before those who are in."""

_Asked = tuple[Scope, "asyncio.Future[Guest | None]"]


class Greeting:
    """The greetings of one process. For the loop's thread."""

    def __init__(self, greet: Greet) -> None:
        self._greet = greet
        self._waiting: list[_Asked] = []
        self._task: asyncio.Task[None] | None = None

    async def who(self, scope: Scope) -> Guest | None:
        """The guest of a handshake; None is refused. A failure is one of all who asked together."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Guest | None] = loop.create_future()
        self._waiting.append((scope, answer))
        if self._task is None:
            self._task = loop.create_task(self._ask())
        return await answer

    async def _ask(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                await self._answer(asked)
        finally:
            self._task = None

    async def _answer(self, asked: list[_Asked]) -> None:
        try:
            guests = await in_room("en", self._greet, [scope for scope, _answer in asked])
        except DomainError:
            guests = [None] * len(asked)
        except Exception as error:
            for _scope, answer in asked:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_scope, answer), guest in zip(asked, guests, strict=True):
            if not answer.done():
                answer.set_result(guest)
