"""The key store fails closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from beside.foundation import clock, roots
from beside.foundation.errors import Unavailable
from beside.journal import epochs, keys
from beside.journal.models import DataKey

pytestmark = pytest.mark.django_db


def test_a_key_is_the_same_from_memory_and_from_the_store() -> None:
    number = keys.make("conversation", "a")
    first = keys.get(number)
    keys.forget(number)
    assert keys.get(number) == first and len(first) == 32


def test_the_store_holds_no_key_in_the_clear() -> None:
    number = keys.make("conversation", "a")
    assert keys.get(number) not in bytes(DataKey.objects.get(pk=number).wrapped)


def test_keys_live_apart_from_what_they_seal() -> None:
    assert DataKey.objects.db == "keys"


def test_a_wrapped_key_moved_to_another_object_does_not_open() -> None:
    first, second = keys.make("conversation", "a"), keys.make("conversation", "b")
    stolen = DataKey.objects.get(pk=first).wrapped
    DataKey.objects.filter(pk=second).update(wrapped=stolen)
    keys.forget(second)
    with pytest.raises(Unavailable):
        keys.get(second)


def test_a_destroyed_key_is_gone_and_its_tombstone_stays() -> None:
    number = keys.make("conversation", "a")
    keys.destroy(number)
    with pytest.raises(Unavailable):
        keys.get(number)
    row = DataKey.objects.get(pk=number)
    assert row.wrapped is None and row.destroyed_at is not None


def test_destroying_twice_keeps_the_first_moment() -> None:
    number = keys.make("conversation", "a")
    keys.destroy(number)
    first = DataKey.objects.get(pk=number).destroyed_at
    with clock.moved(timedelta(days=1)):
        keys.destroy(number)
    assert DataKey.objects.get(pk=number).destroyed_at == first


def test_an_erased_object_never_gets_a_second_key() -> None:
    keys.destroy(keys.make("conversation", "a"))
    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        keys.make("conversation", "a")


def test_a_key_destroyed_by_another_process_is_forgotten_within_a_second() -> None:
    number = keys.make("conversation", "a")
    assert keys.get(number)
    DataKey.objects.filter(pk=number).update(wrapped=None, destroyed_at=clock.now())
    with clock.moved(timedelta(seconds=1.1)), pytest.raises(Unavailable):
        keys.get(number)


def test_asking_for_keys_costs_one_look_a_second(django_assert_num_queries: object) -> None:
    number = keys.make("conversation", "a")
    keys.get(number)
    with clock.frozen(clock.now() + timedelta(seconds=2)), django_assert_num_queries(1, using="keys"):
        for _ in range(50):
            keys.get(number)


def test_a_missing_key_is_refused() -> None:
    with pytest.raises(Unavailable):
        keys.get(987654)


def test_a_kind_with_a_colon_is_refused() -> None:
    with pytest.raises(ValueError, match="colon"):
        keys.make("conversation:1", "2")


def test_another_root_key_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    number = keys.make("conversation", "a")
    keys.forget(number)
    epochs.forget()
    monkeypatch.setattr(roots, "_roots", roots.Roots([bytes(32)]))
    monkeypatch.setattr(roots, "_provider", None)
    with pytest.raises(Unavailable):
        keys.get(number)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_CACHED", 3)
    numbers = [keys.make("conversation", str(each)) for each in range(6)]
    assert len(keys._cache) == 3
    assert all(keys.get(number) for number in numbers)


def test_many_are_recalled_by_two_questions_and_what_does_not_open_is_passed_over() -> None:
    whole, destroyed, moved = (keys.make("conversation", name) for name in "abc")
    expected = keys.get(whole)
    keys.destroy(destroyed)
    DataKey.objects.filter(pk=moved).update(wrapped=DataKey.objects.get(pk=whole).wrapped)
    for number in (whole, destroyed, moved):
        keys.forget(number)
    keys.look()
    with CaptureQueriesContext(connections["keys"]) as asked:
        keys.recall([whole, destroyed, moved])
    assert len(asked) == 2
    assert keys.remembered(whole) == expected
    for number in (destroyed, moved):
        assert keys.remembered(number) is None
        with pytest.raises(Unavailable):
            keys.get(number)
