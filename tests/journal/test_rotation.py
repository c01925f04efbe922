"""Keys move to a new epoch while everybody goes on, and the old epoch opens nothing afterwards."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connections, transaction

from beside.foundation import clock, roots, vault
from beside.foundation.errors import Unavailable
from beside.journal import epochs, housekeys, keys, orphans, periodic, rotation, worker
from beside.journal.audit import lines
from beside.journal.models import DataKey, HouseKey, KeyEpoch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_in_memory() -> Iterator[None]:
    _forget_all()
    yield
    _forget_all()


def _forget_all() -> None:
    keys._cache.clear()
    epochs.forget()
    housekeys.forget()


def made(count: int) -> dict[int, bytes]:
    """So many new keys, as this process knows them."""
    numbers = [keys.make("test", str(each)) for each in range(count)]
    return {number: keys.get(number) for number in numbers}


def made_before_epochs(object_id: str) -> tuple[int, bytes]:
    """A key as they were made before there were epochs: wrapped by the root key itself."""
    key = vault.new_key()
    sealed = vault.seal(vault.derive(roots.primary(), "wrap"), key, f"key:test:{object_id}")
    row = DataKey.objects.create(kind="test", object_id=object_id, wrapped=sealed, made_on=clock.today())
    return row.pk, key


def rotate() -> list[int]:
    """The whole of it."""
    rotation.begin(reason="test")
    while rotation.move():
        pass
    return rotation.end_old()


def opened(numbers: dict[int, bytes]) -> dict[int, bytes]:
    """The same keys, as another process would open them."""
    _forget_all()
    return {number: keys.get(number) for number in numbers}


def test_every_key_still_opens_after_a_rotation_and_the_old_epoch_is_gone() -> None:
    known = made(5)
    old = bytes(KeyEpoch.objects.get(pk=1).wrapped or b"")
    assert rotate() == [1]
    assert opened(known) == known
    assert {row.epoch for row in DataKey.objects.all()} == {2}
    ended = KeyEpoch.objects.get(pk=1)
    assert old and ended.wrapped is None and ended.ended_at is not None


def test_the_old_epoch_opens_no_key() -> None:
    made(3)
    with transaction.atomic(using="keys"):
        old = epochs.current()
    rotate()
    for row in DataKey.objects.all():
        with pytest.raises(Unavailable):
            vault.unseal(old.key, bytes(row.wrapped or b""), epochs.about_key(row.kind, row.object_id, 1))


def test_keys_made_before_there_were_epochs_open_and_are_moved() -> None:
    number, key = made_before_epochs("old")
    assert keys.get(number) == key
    assert rotation.state().waiting == 1
    rotation.begin(reason="test")
    while rotation.move():
        pass
    assert DataKey.objects.get(pk=number).epoch == rotation.state().epoch
    assert opened({number: key}) == {number: key}


def test_a_rotation_that_was_killed_goes_on() -> None:
    known = made(7)
    rotation.begin(reason="test")
    assert rotation.move(3) == 3
    assert opened(known) == known
    assert rotation.begin(reason="again") == 2
    while rotation.move(3):
        pass
    assert rotation.end_old() == [1] and opened(known) == known


def test_a_key_destroyed_on_the_way_stays_destroyed() -> None:
    known = made(2)
    number = next(iter(known))
    row = DataKey.objects.get(pk=number)
    rotation.begin(reason="test")
    keys.destroy(number)
    with transaction.atomic(using="keys"):
        rotation._move(row, epochs.current())
    assert DataKey.objects.get(pk=number).wrapped is None


def test_an_epoch_that_still_wraps_something_is_not_ended() -> None:
    made(1)
    epochs.begin()
    assert not epochs.end(1)
    assert KeyEpoch.objects.get(pk=1).wrapped is not None


def test_a_row_read_just_before_its_epoch_ended_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = made(1)
    number, first = next(iter(known)), epochs.opened

    def late(row: DataKey) -> bytes:
        monkeypatch.setattr(epochs, "opened", first)
        rotate()
        return first(row)

    _forget_all()
    monkeypatch.setattr(epochs, "opened", late)
    assert keys.get(number) == known[number]


def test_a_rolled_back_first_key_leaves_no_epoch_that_only_memory_knows() -> None:
    with pytest.raises(RuntimeError), transaction.atomic(using="keys"):
        keys.make("test", "never")
        raise RuntimeError
    number = keys.make("test", "kept")
    key = keys.get(number)
    assert opened({number: key}) == {number: key}


def test_the_worker_turns_an_epoch_over_when_its_time_is_over() -> None:
    known = made(3)
    rotation.turn_over.func()
    worker.drain()
    assert rotation.state().epoch == 1
    with clock.moved(timedelta(days=7, minutes=1)):
        rotation.turn_over.func()
        worker.drain()
    assert rotation.state() == rotation.State(2, 3, 0, [])
    assert opened(known) == known
    assert [line.act for line in lines(act="keys")][:2] == ["keys.epoch.ended", "keys.epoch.begun"]
    assert "keys.turn-over" in periodic.names("default")


def test_another_root_key_opens_the_same_keys_and_the_old_one_none(monkeypatch: pytest.MonkeyPatch) -> None:
    known, pepper = made(3), housekeys.key("phrase")
    old, new = roots.primary(), vault.new_key()
    rotation.change_root(new)
    monkeypatch.setattr(roots, "_provider", None)
    monkeypatch.setattr(roots, "_roots", roots.Roots([new]))
    assert opened(known) == known
    assert housekeys.key("phrase") == pepper and housekeys.opened(HouseKey.objects.get(pk="phrase")) == pepper
    monkeypatch.setattr(roots, "_roots", roots.Roots([old]))
    _forget_all()
    with pytest.raises(roots.Away):
        keys.get(next(iter(known)))
    with pytest.raises(Unavailable):
        epochs.begin()


def test_a_running_process_asks_for_the_new_root_key_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    known, old, new = made(1), roots.primary(), vault.new_key()
    rotation.change_root(new)
    monkeypatch.setattr(roots, "_provider", lambda: roots.Roots([new]))
    monkeypatch.setattr(roots, "_roots", roots.Roots([old]))
    monkeypatch.setattr(roots, "_asked_at", 0.0)
    assert opened(known) == known
    assert epochs.begin() == 2


def test_a_process_that_cannot_have_the_new_root_key_yet_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    known, old = made(2), roots.primary()
    monkeypatch.setattr(roots, "_provider", lambda: roots.Roots([old]))
    rotation.change_root(vault.new_key())
    keys._cache.clear()
    assert {number: keys.get(number) for number in known} == known
    assert keys.get(keys.make("test", "meanwhile"))
    with pytest.raises(Unavailable):
        epochs.begin()


def test_the_root_key_is_not_changed_while_it_wraps_data_keys_itself() -> None:
    made_before_epochs("old")
    with pytest.raises(Unavailable, match="rotate first"):
        rotation.change_root(vault.new_key())


def test_keys_that_nothing_refers_to_go_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orphans, "_referred", {})
    known = list(made(3))
    other = keys.make("other", "1")
    orphans.look_after("test", lambda numbers: [number for number in numbers if number == known[0]])
    orphans.sweep.func()
    assert DataKey.objects.exclude(destroyed_at=None).count() == 0
    with clock.moved(timedelta(days=2)):
        orphans.sweep.func()
    destroyed = set(DataKey.objects.exclude(destroyed_at=None).values_list("pk", flat=True))
    assert destroyed == set(known[1:]) and other not in destroyed


def test_a_restored_store_destroys_again_what_was_destroyed_since() -> None:
    known = list(made(3))
    keys.destroy(known[0])
    keys.destroy(known[1])
    stones = keys.tombstones()
    assert [stone.key_id for stone in stones] == known[:2]
    with connections["keys"].cursor() as cursor:  # as an older backup would have it
        cursor.execute("DELETE FROM journal_datakey WHERE id = %s", [known[1]])
    DataKey.objects.filter(pk=known[0]).update(wrapped=b"x", destroyed_at=None)
    assert keys.honour(stones) == 2 and keys.honour(stones) == 0
    assert keys.tombstones() == stones
    assert keys.make("test", "new") > known[2]
    keys.number_after(known[2] + 1000)
    assert keys.make("test", "later") == known[2] + 1001
    with pytest.raises(ValueError, match="another object"):
        keys.honour([keys.Tombstone(known[2], "test", "0")])
