"""Browsers for journeys. Windows are closed at the end of each, and nobody may have seen an error."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.actors import Actor, Listener, Seeker
from tests.running import House

ANSWERS = ("Permissions-Policy", "409 (Conflict)", "404 (Not Found)", "410 (Gone)", "Error Code 404")
"""What a browser reports as an error and is none: a colleague was quicker, a page is no longer there."""


@pytest.fixture(scope="session")
def furnished() -> Iterator[House]:
    """A house that has been opened once, with its made-up helpline: what every journey begins with."""
    model = House().start()
    model.kill()
    yield model
    model.stop()


@pytest.fixture
def house(furnished: House) -> Iterator[House]:
    """Beside, running, for one journey: whoever is left in line by it meets nobody of the next."""
    own = House()
    shutil.copytree(furnished.folder, own.folder, dirs_exist_ok=True)
    yield own.start()
    own.stop()


@pytest.fixture
def cast(browser: Browser) -> Iterator[Callable[..., Actor]]:
    """Makes actors: `cast(Seeker, house, language="fr")`. Nobody may have met an error or a stranger."""
    playing: list[Actor] = []

    def play(kind: type[Actor], house: House, **window: object) -> Actor:
        playing.append(kind(browser, house, **window))  # type: ignore[arg-type]
        return playing[-1]

    yield play
    met = [line for actor in playing for line in actor.trouble if not any(one in line for one in ANSWERS)]
    strangers = [url for actor in playing for url in actor.elsewhere]
    for actor in playing:
        actor.closes()
    assert met == []
    assert [url for url in strangers if "wikipedia" not in url] == []


@pytest.fixture(autouse=True)
def nobody_rests(house: House) -> None:
    """Nobody owes a record, or rests, because of the chat before: a journey would have to wait for it."""
    with closing(sqlite3.connect(Path(house.environment["BESIDE_DATA"]) / "beside.db", timeout=10)) as rows:
        rows.execute("INSERT OR REPLACE INTO desk_afterrules VALUES (1, 0, 0, 0, 0)")
        rows.commit()


@pytest.fixture
def seeker(cast: Callable[..., Seeker], house: House) -> Seeker:
    """Somebody who has opened the first page."""
    return cast(Seeker, house).arrives()


@pytest.fixture
def maya(cast: Callable[..., Listener], house: House) -> Iterator[Listener]:
    """Maya at her console; her shift ends with the test."""
    listener = cast(Listener, house).signs_in("maya").starts_shift()
    yield listener
    listener.ends_shift()
