"""The test services themselves."""

import os
from collections.abc import Callable

import pytest
from django.db import connections

from beside.journal import keys
from tests.running import House
from tests.throwaway import Redis


@pytest.mark.django_db
def test_a_key_can_be_made_and_the_database_is_the_one_asked_for() -> None:
    assert keys.get(keys.make("test", "1"))
    wanted = os.environ.get("BESIDE_TEST_ON", "sqlite")
    assert connections["default"].vendor == wanted


def test_redis_answers(redis: Redis) -> None:
    assert redis.url.startswith("unix:///")


def test_a_house_answers_and_survives_being_killed(new_house: Callable[..., House]) -> None:
    running = new_house()
    assert "maya@harbour.example" in running.said()
    running.kill()
    assert running.start().answers()
    assert running.said().count("maya@harbour.example") == 1
