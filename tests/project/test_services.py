"""The test services themselves."""

import os

import pytest
from django.db import connections

from beside.journal import keys
from tests.throwaway import Redis


@pytest.mark.django_db
def test_a_key_can_be_made_and_the_database_is_the_one_asked_for() -> None:
    assert keys.get(keys.make("test", "1"))
    wanted = os.environ.get("BESIDE_TEST_ON", "sqlite")
    assert connections["default"].vendor == wanted


def test_redis_answers(redis: Redis) -> None:
    assert redis.url.startswith("unix:///")
