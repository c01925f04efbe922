"""Moving every living data key to a new epoch, while everybody goes on, then ending the old epochs.

What is left to do can be read off the rows, so a rotation that was killed goes on wherever it is continued.
Each row moves by itself and only if it still is what was read: a key destroyed in between stays destroyed,
and two that rotate at the same time do each other no harm. So a command may do this without the queue.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks import task

from beside.foundation import clock, roots, vault
from beside.foundation.errors import Unavailable
from beside.journal import audit, epochs, housekeys
from beside.journal.epochs import STORE, Epoch
from beside.journal.models import DataKey, HouseKey, KeyEpoch
from beside.journal.remains import tidy_key_store

EVERY = 3600.0
"""How often `turn_over` looks whether it is time, in seconds."""

BATCH = 100
"""Keys moved in one transaction: some milliseconds of the key store's time."""

_AFTER_OTHERS = -50


class State(NamedTuple):
    """The newest epoch, how many living keys it wraps, how many still wait for that, and the older epochs."""

    epoch: int
    moved: int
    waiting: int
    old: list[int]


def state() -> State:
    """What the key store says."""
    living = [row.number for row in epochs.living()]
    newest = living[-1] if living else 0
    keys = DataKey.objects.filter(destroyed_at=None)
    moved = keys.filter(epoch=newest).count()
    return State(newest, moved, keys.count() - moved, living[:-1])


def begin(*, reason: str) -> int:
    """A new epoch to move to, or the newest when an earlier rotation is not through. Returns its number."""
    now = state()
    if now.old or now.waiting:
        return now.epoch or _begun(reason)
    return _begun(reason)


def move(most: int = BATCH) -> int:
    """Wrap up to so many keys by the newest epoch, in one transaction. Returns how many were looked at.

    Raises Unavailable when a key does not open: nothing is ended over it.
    """
    with transaction.atomic(using=STORE):
        to = epochs.current()
        rows = list(_waiting(to.number)[:most])
        for row in rows:
            _move(row, to)
    return len(rows)


def end_old() -> list[int]:
    """Destroy the keys of the epochs that wrap nothing any more. Returns their numbers."""
    ended = [number for number in state().old if epochs.end(number)]
    for number in ended:
        audit.record(actor=None, act="keys.epoch.ended", about=f"epoch:{number}")
    return ended


def change_root(new: bytes) -> None:
    """Wrap every epoch and every key of the house by another root key, all in one transaction.

    Raises Unavailable while data keys are wrapped by the old root key itself: rotate the epoch first.
    """
    housekeys.keep_all()
    with transaction.atomic(using=STORE):
        if DataKey.objects.filter(epoch=None, destroyed_at=None).exists():
            raise Unavailable("Some keys are wrapped by the root key itself: run beside keys rotate first.")
        _wrap_all(new)
    audit.record(actor=None, act="keys.root.changed", about=f"root:{roots.fingerprint(new)}")


def adopt() -> int:
    """Wrap by our root key what another one at hand wraps, such as a temporary one. Returns how many epochs.

    Raises roots.Away when something is wrapped by a root key that is not here: then nothing is changed.
    """
    with transaction.atomic(using=STORE):
        epochs.open_oldest()
        changed = _wrap_all(roots.primary())
    if changed:
        audit.record(actor=None, act="keys.root.adopted", about=f"root:{roots.fingerprint(roots.primary())}")
    return changed


def _wrap_all(root: bytes) -> int:
    """Once more when an epoch was begun meanwhile: whoever begins one waits for the newest row."""
    others, changed = KeyEpoch.objects.filter(ended_at=None).exclude(root=roots.fingerprint(root)), 0
    while rows := list(others.select_for_update().order_by("number")):
        for row in rows:
            epochs.wrapped(row, epochs.key(row.number), root).save()
        changed += len(rows)
    for house_row in HouseKey.objects.exclude(root=roots.fingerprint(root)):
        housekeys.wrapped(house_row, housekeys.opened(house_row), root).save()
    return changed


@task()
def turn_over() -> None:
    """Begin a new epoch when the newest is old enough; go on with a rotation that is not through."""
    now, rows = state(), epochs.living()
    if not rows or roots.is_temporary():
        return
    is_time = rows[-1].begun_at <= clock.now() - timedelta(days=settings.KEY_EPOCH_DAYS)
    if now.old or now.waiting or is_time:
        begin(reason="its time was over")
        go_on.using(priority=_AFTER_OTHERS).enqueue()


@task()
def go_on() -> None:
    """Move one batch, then queue the next behind everything that is due: nobody in danger waits for this."""
    if move():
        go_on.using(priority=_AFTER_OTHERS).enqueue()
    elif end_old():
        tidy_key_store()


def _begun(reason: str) -> int:
    number = epochs.begin()
    audit.record(actor=None, act="keys.epoch.begun", about=f"epoch:{number}", reason=reason)
    return number


def _waiting(newest: int) -> "QuerySet[DataKey]":
    others = DataKey.objects.filter(Q(epoch=None) | ~Q(epoch=newest), destroyed_at=None)
    return others.order_by("pk")


def _move(row: DataKey, to: Epoch) -> None:
    about = epochs.about_key(row.kind, row.object_id, to.number)
    wrapped = vault.seal(to.key, epochs.opened(row), about)
    unchanged = DataKey.objects.filter(pk=row.pk, epoch=row.epoch, destroyed_at=None)
    unchanged.update(wrapped=wrapped, epoch=to.number)
