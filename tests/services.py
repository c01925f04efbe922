"""Fixtures: real services, private to the test run, started when first asked for and stopped at its end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.running import House, MailSink
from tests.throwaway import Postgres, Redis


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL cluster of its own; `.url("beside")` reaches its empty database, `.make` adds one."""
    service = Postgres().start()
    yield service
    service.stop()


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """A Redis of its own; `.url` reaches it."""
    service = Redis().start()
    yield service
    service.stop()


@pytest.fixture(scope="session")
def mail_sink() -> Iterator[MailSink]:
    """A mail server that keeps what it gets; `.url` reaches it."""
    sink = MailSink().start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Beside, running, with the made-up helpline; shared by the whole run, so leave it as you find it."""
    running = House().start()
    yield running
    running.stop()


@pytest.fixture
def new_house() -> Iterator[Callable[..., House]]:
    """Makes houses for one test, started, to be killed and started again: `new_house(BESIDE_X="…")`."""
    with ExitStack() as opened:

        def make(**settings: str) -> House:
            running = House(**settings)
            opened.callback(running.stop)
            return running.start()

        yield make
