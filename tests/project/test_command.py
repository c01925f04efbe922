"""The `beside` command, as a person meets it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from beside.project import command
from tests.running import House


@pytest.fixture
def at_rest(tmp_path: Path) -> House:
    """An installation that does not serve: its commands can be run."""
    return House(BESIDE_DATA=str(tmp_path / "var"))


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command.main(["--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    for name in ("serve", "work", "migrate", "demo", "check", "admin", "front-door", "environment"):
        assert f"    {name}" in said


@pytest.mark.parametrize(
    ("settings", "arguments", "said"),
    [
        (
            {"BESIDE_PORT": "x"},
            ["serve"],
            "BESIDE_PORT must be a whole number from 1 to 65535, and “x” is not.",
        ),
        ({}, ["serve", "--port", "y"], "BESIDE_PORT must be a whole number from 1 to 65535, and “y” is not."),
        ({"BESIDE_WORKER": "apart"}, ["serve"], "SQLite serves one process only"),
        ({}, ["serve", "--processes", "2"], "Several processes need PostgreSQL and Redis"),
        ({}, ["serve", "--processes", "0"], "BESIDE_PROCESSES must be a whole number from 1 to 64"),
        ({}, ["work"], "A worker apart needs PostgreSQL and Redis"),
        ({"BESIDE_ENV": "production"}, ["demo"], "nothing is made up there"),
        ({"BESIDE_ENV": "production"}, ["serve"], "BESIDE_ORIGIN is missing"),
        ({"BESIDE_DATABASE_URL": "postgresql://x@/x?host=/nowhere"}, ["migrate"], "cannot be reached"),
    ],
)
def test_a_refusal_is_one_sentence(
    at_rest: House, settings: dict[str, str], arguments: list[str], said: str
) -> None:
    at_rest.settings |= settings
    done = at_rest.run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lost_root_key_is_not_replaced(at_rest: House, tmp_path: Path) -> None:
    assert at_rest.run("migrate").returncode == 0
    os.unlink(tmp_path / ".var-root-key")
    done = at_rest.run("migrate")
    assert done.returncode == 2 and "is missing, and without it nothing" in done.stderr
    assert not (tmp_path / ".var-root-key").exists()


def test_a_root_key_open_to_others_is_refused(at_rest: House, tmp_path: Path) -> None:
    at_rest.run("migrate")
    os.chmod(tmp_path / ".var-root-key", 0o644)
    done = at_rest.run("serve")
    assert done.returncode == 2 and "can be read by others" in done.stderr


def test_the_first_administrator_is_made_once(at_rest: House) -> None:
    about = ("admin", "create", "--name", "Ana", "--email", "ana@example.org")
    weak = at_rest.run(*about, typed="password1234\n")
    assert weak.returncode == 2 and "guessed too easily" in weak.stderr
    made = at_rest.run(*about, typed="lantern orchard mitten tuba\n")
    assert made.returncode == 0 and "Ana can sign in" in made.stdout
    again = at_rest.run(*about, typed="lantern orchard mitten tuba\n")
    assert again.returncode == 2 and "Traceback" not in again.stderr


def test_the_made_up_helpline_is_for_an_empty_database(at_rest: House) -> None:
    made = at_rest.run("demo")
    assert made.returncode == 0 and made.stdout.count("@harbour.example") == 4
    assert at_rest.run("demo").returncode == 2


def test_made_up_staff_keep_production_shut(at_rest: House) -> None:
    at_rest.run("demo")
    at_rest.settings |= {
        "BESIDE_ENV": "production",
        "BESIDE_ORIGIN": "https://help.example.org",
        "BESIDE_PROXY": "127.0.0.1",
        "BESIDE_DEMO_PASSPHRASE": "",
    }
    done = at_rest.run("serve")
    assert done.returncode == 2 and "Made-up staff can sign in here" in done.stderr


def test_the_check_says_what_to_mend(at_rest: House) -> None:
    at_rest.run("migrate")
    done = at_rest.run("check")
    assert done.returncode == 1
    assert "MEND  Nobody administers" in done.stdout and "good  The root key opens" in done.stdout


def test_a_second_server_on_the_same_data_is_refused(new_house: Callable[..., House]) -> None:
    first = new_house()
    second = first.run("serve", "--port", "9")
    assert second.returncode == 2 and "Beside runs already" in second.stderr
