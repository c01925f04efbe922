"""A whole evening through the real server: every state of a chat, every edge case, as twelve people see it.

The steps stand in the chapters beside this file, in the order in which they are told.
"""

from collections.abc import Iterator

import pytest

from tests.evening import afterwards, arriving, danger, edges, ending, handing, meeting
from tests.evening.book import EDGES, STATES, Step, missing, table
from tests.evening.evening import Evening

STORY = [
    *arriving.steps,
    *meeting.steps,
    *handing.steps,
    *danger.steps,
    *ending.steps,
    *edges.steps,
    *afterwards.steps,
]


@pytest.fixture(scope="module")
def evening() -> Iterator[Evening]:
    """One evening for all steps."""
    now = Evening()
    yield now
    now.end()


@pytest.mark.parametrize("step", STORY, ids=[step.name for step in STORY])
def test_the_evening(evening: Evening, step: Step) -> None:
    step.act(evening)
    evening.seen.add(step.name)


def test_nobody_but_people_and_the_service_itself_has_spoken(evening: Evening) -> None:
    """No bot: nothing of this evening hung on one."""
    heard = [entry for one in evening.everyone for log in one.heard.values() for entry in log.values()]
    sides = {entry["side"] for entry in heard if "side" in entry}
    assert sides == {"seeker", "staff", "service"}
    names = {entry["who"] for entry in heard if entry.get("side") == "staff"}
    assert names == {"Maya", "Noor", "Tomasz", "Ines"}


def test_the_tables_say_the_same(evening: Evening) -> None:
    """What people saw is what stands in the tables."""
    look = evening.kept["look"]
    assert {"left", "ended", "waiting"} <= set(look["requests"])
    assert {"accepted", "declined", "missed", "withdrawn"} <= set(look["offers"])
    assert {"declined", "stayed", "done"} <= set(look["hand_overs"])
    assert set(look["ends"]) == {"left", "time", "silent", "finished", "abuse", "elsewhere"}
    assert {"uncovered", "danger", "help", "unstaffed"} <= set(look["calls"])
    assert look["records"] == sum(look["ends"].values())


def test_every_state_and_every_edge_case_was_visited(evening: Evening) -> None:
    print(table(STORY, evening.seen))  # noqa: T201
    assert missing(STORY, evening.seen) == []


def test_a_missing_state_is_named() -> None:
    """The check above, seen red."""
    everything = {step.name for step in STORY}
    assert missing(STORY, everything) == []
    without = everything - {step.name for step in danger.steps} - {step.name for step in edges.steps}
    assert {"crisis lane", "language with no staff", "block during queue"} <= set(missing(STORY, without))
    assert set(missing([], everything)) == {*STATES, *EDGES}
