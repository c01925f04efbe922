"""Conversations that another process holds at this moment."""

import pytest

from beside.conversations import rows

pytestmark = pytest.mark.django_db


def test_a_batch_whose_conversations_are_all_held_elsewhere_asks_for_nothing() -> None:
    assert rows.known([]) == []
    assert rows.voices([]) == {}
    rows.insert([], {})
