"""Fixtures: real services, private to the test run."""

from collections.abc import Iterator

import pytest

from tests import throwaway


@pytest.fixture(scope="session")
def postgres() -> Iterator[throwaway.Postgres]:
    """A PostgreSQL cluster of its own; `.url("beside")` reaches its empty database, `.make` adds one."""
    service = throwaway.Postgres().start()
    yield service
    service.stop()


@pytest.fixture(scope="session")
def redis() -> Iterator[throwaway.Redis]:
    """A Redis of its own; `.url` reaches it."""
    service = throwaway.Redis().start()
    yield service
    service.stop()
