"""The demo helpline with real commits, for what is kept of an evening and what is not."""

from collections.abc import Iterator

import pytest

from beside.conversations import writer
from beside.desk import queries
from beside.operations import told
from tests.desk.conftest import Cast, make_cast


@pytest.fixture
def live_cast(transactional_db: None) -> Iterator[Cast]:
    """Maya, Tomasz, Ines and Odile, and seekers who ask; words go through the real writer."""
    told.forget_lengths()
    yield make_cast()
    writer.stop()
    queries.forget_service()
    told.forget_lengths()
