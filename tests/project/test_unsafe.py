"""What must not start."""

from pathlib import Path

import pytest

from beside.people import actions
from beside.project import demo, environment, unsafe
from tests.running import PASSPHRASE

SAFE = {"BESIDE_ENV": "production", "BESIDE_ORIGIN": "https://help.example.org", "BESIDE_PROXY": "127.0.0.1"}


def reasons(**more: str) -> str:
    """What forbids a start that was safe before this."""
    return "\n".join(unsafe.reasons(environment.read({**SAFE, **more})))


def test_a_safe_start_is_let_through() -> None:
    assert reasons() == ""
    assert reasons(BESIDE_ORIGIN="http://abc.onion", BESIDE_PROXY="") == ""


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("BESIDE_DEBUG", "yes", "BESIDE_DEBUG shows the program's inside"),
        ("BESIDE_BENCH", "1", "BESIDE_BENCH lets anybody send without a pause"),
        ("BESIDE_ORIGIN", "", "BESIDE_ORIGIN is missing"),
        ("BESIDE_ORIGIN", "http://help.example.org", "need https://"),
        ("BESIDE_PROXY", "", "BESIDE_PROXY is missing"),
        ("BESIDE_DEMO_PASSPHRASE", "lantern-orchard", "is for tests"),
        ("BESIDE_WORKER", "apart", "SQLite serves one process only"),
        ("BESIDE_WORKER", "apart", "Several processes need Redis"),
        ("BESIDE_KEYS_DATABASE_URL", "postgresql://h/keys", "the key store would be alone"),
        ("BESIDE_MAIL_URL", "smtp://localhost", "mail needs a sender"),
    ],
)
def test_an_unsafe_start_is_refused(name: str, value: str, part: str) -> None:
    assert part in reasons(**{name: value})


def test_a_root_key_among_the_data_is_refused(tmp_path: Path) -> None:
    said = reasons(BESIDE_DATA=str(tmp_path), BESIDE_ROOT_KEY=str(tmp_path / "deep" / "key"))
    assert "inside the data directory" in said


def test_backups_among_the_data_are_refused(tmp_path: Path) -> None:
    said = reasons(BESIDE_DATA=str(tmp_path), BESIDE_BACKUP=str(tmp_path / "copies"))
    assert "BESIDE_BACKUP lies inside the data directory" in said


def test_trying_out_is_less_strict_but_not_lax(tmp_path: Path) -> None:
    assert unsafe.reasons(environment.read({})) == []
    assert unsafe.reasons(environment.read({"BESIDE_WORKER": "apart"})) != []


@pytest.mark.django_db
def test_made_up_staff_are_found() -> None:
    assert unsafe.made_up() == []
    actions.make_first_administrator(name="Ana", email="ana@example.org", password=PASSPHRASE)
    assert unsafe.made_up() == []
    demo.seed(PASSPHRASE)
    assert len(unsafe.made_up()) == 2
