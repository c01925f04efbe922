"""What the operator may set: read, refused, documented."""

from dataclasses import fields
from pathlib import Path

import pytest

from beside.project import environment
from beside.project.environment import Environment, Refused
from tests.house.sizes import ROOT

WRONG = [
    ("BESIDE_ENV", "prod", "BESIDE_ENV must be development or production, and “prod” is not."),
    ("BESIDE_ORIGIN", "help.example.org", "an address like https://help.example.org"),
    ("BESIDE_ORIGIN", "https://help.example.org/chat", "with nothing after the name"),
    ("BESIDE_HOSTS", "*", "host names with commas"),
    ("BESIDE_LISTEN", "everywhere", "an IP address, like 127.0.0.1"),
    ("BESIDE_PORT", "0", "BESIDE_PORT must be a whole number from 1 to 65535, and “0” is not."),
    ("BESIDE_PORT", "８０００", "a whole number"),
    ("BESIDE_PROXY", "proxy.local", "IP addresses with commas"),
    ("BESIDE_DATA", "a\0b", "a path"),
    ("BESIDE_STATIC", "a\0b", "a path"),
    ("BESIDE_ROOT_KEY", "a\0b", "a path"),
    ("BESIDE_ROOT_KEY_COMMAND", "print-root-key | rev", "a program with its whole path"),
    ("BESIDE_KEY_DAYS", "0", "from 1 to 90"),
    ("BESIDE_HISTORY_SEALED", "perhaps", "yes or no"),
    ("BESIDE_DATABASE_URL", "sqlite:///beside.db", "begins with postgresql:// or postgres://"),
    ("BESIDE_DATABASE_URL", "postgresql://host/", "ends in the name of a database"),
    ("BESIDE_KEYS_DATABASE_URL", "postgresql://host", "ends in the name of a database"),
    ("BESIDE_REDIS_URL", "localhost:6379", "begins with redis:// or rediss:// or unix://"),
    ("BESIDE_WORKER", "yes", "inside or apart"),
    ("BESIDE_PROCESSES", "65", "a whole number from 1 to 64"),
    ("BESIDE_THREADS", "1.5", "from 1 to 64"),
    ("BESIDE_BACKUP", "a\0b", "a path"),
    ("BESIDE_BACKUP_HOUR", "24", "from 0 to 23"),
    ("BESIDE_RESERVE_MB", "64MB", "from 0 to 4096"),
    ("BESIDE_METRICS_TOKEN", "short", "at least 12 characters"),
    ("BESIDE_MAIL_URL", "mail.example.org", "begins with smtp:// or smtps://"),
    ("BESIDE_MAIL_FROM", "the desk", "a mail address"),
    ("BESIDE_ON_CALL", "http://pager.example.org/x", "begins with https://"),
    ("BESIDE_ON_CALL_SECOND", "https://name:word@pager.example.org/x", "begins with https://"),
    ("BESIDE_DEMO", "true", "yes or no"),
    ("BESIDE_DEMO_PASSPHRASE", "short", "at least 12 characters"),
    ("BESIDE_DEBUG", "1", "yes or no"),
    ("BESIDE_BENCH", "fast", "yes or no"),
    ("BESIDE_LOG", "loud", "debug, info, warning or error"),
]


@pytest.mark.parametrize(("name", "value", "part"), WRONG)
def test_a_wrong_value_is_refused_in_one_sentence(name: str, value: str, part: str) -> None:
    with pytest.raises(Refused) as refusal:
        environment.read({name: value})
    said = str(refusal.value)
    assert said.startswith(f"{name} must be ") and part in said
    assert said.endswith(" is not.") and "\n" not in said


def test_every_variable_has_a_wrong_value_here() -> None:
    assert {field.metadata["name"] for field in fields(Environment)} == {name for name, _, _ in WRONG}


def test_a_secret_is_not_repeated() -> None:
    with pytest.raises(Refused) as refusal:
        environment.read({"BESIDE_DATABASE_URL": "mysql://ana:hidden@host/db"})
    assert "hidden" not in str(refusal.value)


def test_a_misspelt_variable_is_refused() -> None:
    with pytest.raises(Refused, match="did you mean BESIDE_PORT"):
        environment.read({"BESIDE_PROT": "8000"})


def test_without_variables_it_is_for_trying_out() -> None:
    plain = environment.read({})
    assert (plain.kind, plain.port, plain.public) == ("development", 8000, "http://localhost:8000")
    assert plain.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert not plain.root_key.is_relative_to(plain.data)


def test_what_is_given_is_taken() -> None:
    given = environment.read(
        {
            "BESIDE_ENV": "production",
            "BESIDE_ORIGIN": "https://help.example.org/",
            "BESIDE_HOSTS": "www.example.org, help.onion",
            "BESIDE_PROXY": "127.0.0.1,::1",
            "BESIDE_DATA": "/srv/beside",
            "BESIDE_REDIS_URL": "unix:///run/redis.sock",
        }
    )
    assert given.hosts == ["help.example.org", "www.example.org", "help.onion"]
    assert given.proxy == ("127.0.0.1", "::1")
    assert given.static_root == Path("/srv/beside/static")
    assert given.root_key == Path("/srv/.beside-root-key")


def test_a_credential_is_the_root_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "root-key").write_bytes(b"k" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert environment.read({}).root_key == tmp_path / "root-key"
    assert environment.read({"BESIDE_ROOT_KEY": "/etc/beside/key"}).root_key == Path("/etc/beside/key")


def test_the_docs_hold_the_table() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    assert environment.table() in page, (
        "put the output of `beside environment --table` into docs/operating.md"
    )
