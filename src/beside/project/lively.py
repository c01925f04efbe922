"""Made-up visitors who come through the real pages: they arrive, wait, write, answer, and go.

So that one person alone can try the desk. They know nothing but what a browser knows.
"""

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass

import httpx

from beside.client import Refused, SignedOut, Talker, Visitor
from beside.project.environment import Refused as Impossible
from beside.project.stories import MARKED, STORIES, Story


@dataclass(frozen=True)
class Pace:
    """How long things take them, in seconds; `patience` is how long they stay in line."""

    look: float = 2
    think: float = 4
    per_letter: float = 0.05
    between: float = 20
    patience: float = 900


async def keep_coming(origin: str, visitors: int, seconds: float | None, pace: Pace) -> None:
    """So many visitors at a time, one after the other, until the time is over. Raises environment.Refused."""
    _refuse_unless_there(origin)
    coming = [asyncio.create_task(_one_after_the_other(origin, pace, number)) for number in range(visitors)]
    await asyncio.wait(coming, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for visit in coming:
        visit.cancel()
    for ended in await asyncio.gather(*coming, return_exceptions=True):
        if isinstance(ended, httpx.TransportError):
            raise Impossible(f"Beside has stopped answering at {origin}.")
        if isinstance(ended, Exception):
            raise ended


async def visit(origin: str, story: Story, pace: Pace) -> bool:
    """One visit, from the first page to the last words. Says whether somebody listened."""
    with Visitor(origin, language=story.language) as visitor:
        try:
            conversation = await asyncio.to_thread(visitor.gets_in_line, story.safe)
            await asyncio.to_thread(visitor.says, f"{MARKED[story.language]} {story.first}")
            met = await _is_met(visitor, conversation, pace)
            if met:
                await _talk(origin, visitor, conversation, story, pace)
            return met
        finally:
            with suppress(LookupError, httpx.HTTPError):
                visitor.leaves()


async def _one_after_the_other(origin: str, pace: Pace, number: int) -> None:
    await asyncio.sleep(number * pace.between / 2)
    while True:
        with suppress(LookupError, Refused, SignedOut):  # shut, full, or ended by a colleague
            await visit(origin, random.choice(STORIES), pace)
        await asyncio.sleep(pace.between * random.uniform(0.5, 1.5))


async def _is_met(visitor: Visitor, conversation: str, pace: Pace) -> bool:
    loop = asyncio.get_running_loop()
    until = loop.time() + pace.patience
    while loop.time() < until:
        page = await asyncio.to_thread(visitor.goes, f"/wait/{conversation}")
        if page.path == f"/c/{conversation}":
            return True
        if page.path != f"/wait/{conversation}":
            return False
        await asyncio.sleep(pace.look)
    return False


async def _talk(origin: str, visitor: Visitor, conversation: str, story: Story, pace: Pace) -> None:
    """Answer what the listener says, once for each time, then thank them. Ends when the chat is ended."""
    answers = iter((*story.answers, story.last))
    async with Talker(origin, visitor.cookies, side="seeker") as talker:
        await talker.open(conversation)
        async for entry in talker.entries(conversation):
            if entry["kind"] == "closed":
                return
            if entry["kind"] != "said" or entry["mine"]:
                continue
            await talker.read(conversation, entry["p"])
            words = next(answers)
            await _write(talker, conversation, words, pace)
            if words == story.last:
                return


async def _write(talker: Talker, conversation: str, words: str, pace: Pace) -> None:
    await asyncio.sleep(pace.think * random.uniform(0.5, 1.5))
    await talker.typing(conversation, True)
    await asyncio.sleep(pace.per_letter * len(words))
    await talker.typing(conversation, False)
    await talker.say(conversation, words)


def _refuse_unless_there(origin: str) -> None:
    try:
        httpx.get(f"{origin}/now", timeout=5)
    except httpx.TransportError:
        raise Impossible(f"Beside does not answer at {origin}: start it first, in another window.") from None
