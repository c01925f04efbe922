"""`beside erase`, with and without a server."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.running import House

PLANT = (
    "from beside.people.actions import welcome; from beside.conversations import actions, writer; "
    "person = welcome(language='en')[0]; "
    "chats = [actions.open_conversation(kind='support', language='en', seeker=person) for _ in range(2)]; "
    "seats = [chat.seats.select_related('person', 'conversation').get() for chat in chats]; "
    "[actions.say(seat=seat, words='hello', client_id='a').result(10) for seat in seats]; writer.stop(); "
    "print(person.pk, *(chat.pk for chat in chats))"
)


def planted(house: House) -> list[str]:
    """A person with two chats: their numbers."""
    done = house.run("django", "shell", "--no-imports", "-c", PLANT)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def state(folder: Path) -> tuple[int, int]:
    """How many keys are destroyed, and how many lines are empty."""
    with sqlite3.connect(folder / "keys.db") as keys, sqlite3.connect(folder / "beside.db") as main:
        [[destroyed]] = keys.execute("SELECT count(*) FROM journal_datakey WHERE wrapped IS NULL")
        [[empty]] = main.execute("SELECT count(*) FROM conversations_entry WHERE length(sealed) = 0")
    return destroyed, empty


def erase(house: House, number: str, last: str = "") -> str:
    """Erase, confirmed twice."""
    typed = f"yes\n{last or number[-4:]}\n"
    done = house.run("erase", number, "--reason", "asked by letter", typed=typed)
    return done.stdout if done.returncode == 0 else done.stderr


def test_nothing_is_erased_without_two_confirmations_and_everything_with_them(tmp_path: Path) -> None:
    house, folder = House(BESIDE_DATA=str(tmp_path / "var")), tmp_path / "var"
    house.run("migrate")
    person, first, _second = planted(house)
    before = state(folder)
    assert "no such conversation or seeker" in erase(house, "0" * 32)
    assert "Nothing was erased" in erase(house, first, last="no")
    assert state(folder) == before == (0, 0)
    assert "It is erased" in erase(house, first)
    assert state(folder)[0] == 1
    assert "erased already" in erase(house, first)
    assert "It is erased" in erase(house, person)
    assert state(folder)[0] == 2
    with sqlite3.connect(folder / "beside.db") as main:
        acts = main.execute(
            "SELECT act, reason FROM journal_auditline WHERE act = 'erasure.asked'"
        ).fetchall()
    assert acts == [("erasure.asked", "asked by letter")] * 2


def test_a_running_server_does_it(new_house: Callable[..., House]) -> None:
    house = new_house(BESIDE_DEMO="no")
    _person, first, _second = planted(house)
    assert "It is erased" in erase(house, first)
    destroyed, empty = state(house.data)
    assert destroyed == 1 and empty >= 1
    with sqlite3.connect(house.data / "beside.db") as main:
        [[holder]] = main.execute("SELECT attempts FROM journal_job WHERE task LIKE '%erase_conversation'")
    assert holder == 1
