"""Many who ask the same kind of thing are answered by one visit to a room: one thread, one question.

Each is answered by what was read after they asked. Nothing that was found for one is kept for another.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from beside.foundation.threads import in_room

Question = TypeVar("Question")
Answer = TypeVar("Answer")

MOST = 64
"""At most so many in one visit: a storm must not stand before those who are in."""


CROWD = 4
"""More than so many in one visit are a crowd."""

PAUSE = 0.01
"""Seconds in which a crowd gathers before the next visit. Where there is none, nobody waits."""


class Together(Generic[Question, Answer]):
    """`verb` is called in a thread with some questions, and answers each in its place.

    An exception in the place of an answer is for that one who asked. For the loop's thread only.
    """

    def __init__(self, verb: Callable[[Sequence[Question]], Sequence[Answer | Exception]]) -> None:
        self._verb = verb
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer. Raises what stands in its place, and what the verb raised for all who asked with us."""
        loop = asyncio.get_running_loop()
        if self._task is not None and self._task.get_loop() is not loop:  # a loop that has ended
            self._task, self._waiting = None, []
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((question, answer))
        if self._task is None:
            self._task = loop.create_task(self._go())
        return await answer

    async def _go(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                answers = await self._answers([question for question, _future in asked])
                for (_question, future), answer in zip(asked, answers, strict=True):
                    _settle(future, answer)
                if len(asked) > CROWD and len(self._waiting) < MOST:
                    await asyncio.sleep(PAUSE)
        finally:
            self._task = None

    async def _answers(self, questions: list[Question]) -> Sequence[Answer | Exception]:
        try:
            return await in_room("en", self._verb, questions)
        except Exception as error:
            return [error] * len(questions)


def _settle(future: "asyncio.Future[Answer]", answer: Answer | Exception) -> None:
    if future.done():  # who asked has gone
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
