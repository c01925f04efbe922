"""What every test may count on."""

from typing import Any

import pytest

pytest_plugins = ["tests.services", "tests.world"]

_BOTH = ("default", "keys")
_WANTS_TABLES = {"db", "client", "admin_client", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever may touch tables may touch both databases: a conversation without its key store is none."""
    for item in items:
        _open_both(item)


def _open_both(item: pytest.Item) -> None:
    wanted = set(getattr(item, "fixturenames", ())) & _WANTS_TABLES
    mark = item.get_closest_marker("django_db")
    about: dict[str, Any] = dict(mark.kwargs) if mark else {}
    if mark or wanted:
        about.setdefault("databases", _BOTH)
        about.setdefault("transaction", bool(wanted & {"transactional_db", "live_server"}))
        item.add_marker(pytest.mark.django_db(**about), append=False)
