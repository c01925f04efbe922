"""A rush at the door is paced; nobody is turned away, and nobody in danger waits for the others."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from beside.desk import pace
from beside.desk.models import Request
from beside.foundation import clock
from tests.desk.conftest import Cast


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    pace.forget_all()
    yield
    pace.forget_all()


def asks(safe: str = "yes", mark: str = "") -> tuple[int, str, str]:
    """Somebody new answers: status, page, and when to come again."""
    answer = Client().post("/talk", {"safe": safe, "mark": mark})
    return answer.status_code, answer.content.decode(), answer.headers.get("Retry-After", "")


def rush(safe: str = "yes") -> None:
    for _each in range(pace.AT_ONCE):
        assert pace.wait(safe) == 0


def test_a_rush_is_asked_to_wait_a_moment_with_the_numbers(cast: Cast) -> None:
    rush()
    status, page, later = asks(mark="m1")
    assert status == 503 and 1 <= int(later) <= 6
    assert "One moment." in page and "tel:" in page
    assert 'name="safe" value="yes"' in page and 'name="mark" value="m1"' in page
    assert f'data-again="{later}"' in page
    assert not Request.objects.exists()


def test_the_same_form_comes_in_after_the_moment(cast: Cast) -> None:
    rush()
    _status, _page, later = asks(mark="m1")
    with clock.frozen(clock.now() + timedelta(seconds=int(later))):
        assert asks(mark="m1")[0] == 302
    assert Request.objects.filter(asked_with="m1").exists()


def test_who_is_not_safe_is_never_held_up_by_the_others(cast: Cast) -> None:
    rush()
    assert asks("yes")[0] == 503
    assert asks("no")[0] == 302


def test_waiting_is_not_counted_against_those_who_wait(cast: Cast) -> None:
    rush()
    assert {asks()[0] for _each in range(20)} == {503}
    with clock.frozen(clock.now() + timedelta(seconds=2)):
        assert asks()[0] == 302
