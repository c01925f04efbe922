"""What every test may count on."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings

from beside.conversations import taken
from beside.foundation import threads
from tests.chromium import CHROMIUM, FLAGS

pytest_plugins = ["tests.services", "tests.world"]

_BOTH = ("default", "keys")

settings.register_profile("beside", deadline=None)  # what is slow on a busy machine is not wrong
settings.load_profile("beside")
_WANTS_TABLES = {"db", "client", "admin_client", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever may touch tables may touch both databases: a conversation without its key store is none.

    On PostgreSQL only those run who touch tables: the others would say the same again.
    """
    for item in items:
        _open_both(item)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    if os.environ.get("BESIDE_TEST_ON") == "postgresql":
        items[:] = [item for item in items if item.get_closest_marker("django_db")]


def _open_both(item: pytest.Item) -> None:
    wanted = set(getattr(item, "fixturenames", ())) & _WANTS_TABLES
    mark = item.get_closest_marker("django_db")
    about: dict[str, Any] = dict(mark.kwargs) if mark else {}
    if mark or wanted:
        about.setdefault("databases", _BOTH)
        about.setdefault("transaction", bool(wanted & {"transactional_db", "live_server"}))
        item.add_marker(pytest.mark.django_db(**about), append=False)


@pytest.fixture(autouse=True)
def speak_the_default() -> Iterator[None]:
    """A page asked for in French leaves its thread in French: every test starts in the default language."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def rooms_without_tables(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of the rooms may hold an earlier test’s connection: it is left alone where tables are shut."""
    if request.node.get_closest_marker("django_db") is None:
        for module in (threads, taken):
            monkeypatch.setattr(module, "close_old_connections", lambda: None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Playwright drives Debian's Chromium: nothing is downloaded."""
    return {"executable_path": CHROMIUM, "args": list(FLAGS)}
