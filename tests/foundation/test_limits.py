"""Slowing down."""

from datetime import timedelta

import pytest

from beside.foundation import clock, limits
from beside.foundation.errors import TooMany
from beside.foundation.limits import Bucket, Limit


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    bucket = Bucket(rate=5, burst=3)
    assert [bucket.spend(0) for _ in range(5)] == [0, 0, 0, 0.2, 0.4]
    assert bucket.spend(0.6) == 0, "what was owed has been paid"
    assert bucket.spend(100) == bucket.spend(100) == bucket.spend(100) == 0
    assert bucket.spend(100) == pytest.approx(0.2)


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing() -> None:
    bucket = Bucket(rate=1, burst=1)
    assert bucket.spend(100) == 0
    bucket.refund()
    assert bucket.spend(50) == 0
    assert bucket.spend(50) == pytest.approx(1)


def test_a_limit_is_for_each_key_and_refuses_with_the_seconds_to_wait() -> None:
    limit = Limit(rate=0.1, burst=2)
    with clock.frozen(clock.now()):
        limit.take("a", "Slower.")
        limit.take("a", "Slower.")
        for _ in range(3):
            with pytest.raises(TooMany) as refused:
                limit.take("a", "Slower.")
            assert refused.value.retry_after == pytest.approx(10), "being refused costs nothing more"
        limit.take("b", "Slower.")
    with clock.moved(timedelta(seconds=11)):
        limit.take("a", "Slower.")


def test_a_limit_forgets_the_oldest_and_keeps_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 3)
    limit = Limit(rate=0.001, burst=1)
    for key in "abcd":
        limit.take(key, "")
    assert limit.wait("b") > 0
    assert limit.wait("a") == 0
    assert not {b"a", b"b", "a", "b"} & set(limit._buckets)
