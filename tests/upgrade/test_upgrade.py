"""What an earlier release left is migrated and opens, also when the migration was killed on its way."""

import time
from pathlib import Path

import pytest

from tests.throwaway import Postgres
from tests.upgrade.fixture import Old


def settled(old: Old) -> str:
    """Migrate to the end; what was said."""
    process = old.migrate()
    said, _nothing = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said


def test_the_first_release_is_readable_on_sqlite(tmp_path: Path) -> None:
    old = Old(tmp_path)
    old.put()
    settled(old)
    assert old.read() == old.expected()
    assert "up to date" in settled(old)


def test_the_first_release_is_readable_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    old = Old(tmp_path, postgres)
    old.put()
    settled(old)
    assert old.read() == old.expected()


@pytest.mark.parametrize("after", [0.6, 0.9])
def test_a_migration_that_was_killed_goes_on(tmp_path: Path, after: float) -> None:
    old = Old(tmp_path)
    old.put()
    process = old.migrate()
    time.sleep(after)
    process.kill()
    process.wait()
    settled(old)
    assert old.read() == old.expected()


def test_an_altered_word_would_be_seen(tmp_path: Path) -> None:
    old = Old(tmp_path)
    old.put()
    settled(old)
    wrong = old.expected()
    first = next(iter(wrong["conversations"]))
    wrong["conversations"][first][1][2]["words"] += "."
    assert old.read() != wrong
