"""Made-up visitors, and somebody who listens to one."""

import asyncio

import pytest

from beside.client import Colleague, Talker
from beside.project import lively
from beside.project.environment import Refused
from beside.project.lively import Pace
from beside.project.stories import MARKED, STORIES, Story
from tests.running import PASSPHRASE, House
from tests.throwaway import free_port

QUICK = Pace(look=0.1, think=0, per_letter=0, between=0.1, patience=30)
ENGLISH = next(story for story in STORIES if story.language == "en")
FRENCH = next(story for story in STORIES if story.language == "fr")


@pytest.mark.parametrize(
    ("story", "name"), [(ENGLISH, "maya"), (FRENCH, "tomasz")], ids=["english", "french"]
)
def test_a_visitor_says_what_they_are_and_answers(house: House, story: Story, name: str) -> None:
    with Colleague(house.url) as colleague:
        colleague.signs_in(f"{name}@harbour.example", PASSPHRASE)
        colleague.begins_shift()
        heard = asyncio.run(asyncio.wait_for(talk(house, colleague, story), 60))
    assert heard == [f"{MARKED[story.language]} {story.first}", *story.answers, story.last]


async def talk(house: House, colleague: Colleague, story: Story) -> list[str]:
    """Listen to one visit: something is said after each thing heard. Returns what was heard."""
    visit, heard = asyncio.create_task(lively.visit(house.url, story, QUICK)), []
    conversation = await took(colleague)
    async with Talker(house.url, colleague.cookies, side="staff") as talker:
        await talker.open(conversation)
        async for entry in talker.entries(conversation):
            if entry["kind"] == "said" and not entry["mine"]:
                heard.append(entry["words"])
                if entry["words"] == story.last:
                    break
                await talker.say(conversation, "I am listening.")
    assert await visit
    return heard


async def took(colleague: Colleague) -> str:
    """Take whoever comes first, as soon as somebody is there."""
    while True:
        try:
            return await asyncio.to_thread(colleague.takes_next)
        except LookupError:
            await asyncio.sleep(0.1)


def test_somebody_whom_nobody_takes_goes_away(house: House) -> None:
    hasty = Pace(look=0.1, think=0, per_letter=0, between=0.1, patience=0.5)
    assert not asyncio.run(lively.visit(house.url, ENGLISH, hasty))


def test_nobody_comes_where_nothing_answers() -> None:
    with pytest.raises(Refused, match="does not answer"):
        asyncio.run(lively.keep_coming(f"http://localhost:{free_port()}", 1, 1, QUICK))


def test_they_keep_coming_until_the_time_is_over(house: House) -> None:
    asyncio.run(lively.keep_coming(house.url, 2, 2, QUICK))
