"""Keys that wrap data keys for a while. The root key wraps them, and so is seldom needed and quickly changed.

A new data key is wrapped in the same transaction that looks which epoch is the newest: another process
that is ending that epoch either waits for it, or is seen to have ended it.
"""

import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, connections, transaction

from beside.foundation import clock, roots, vault
from beside.foundation.errors import Unavailable
from beside.journal.models import DataKey, KeyEpoch

STORE = "keys"
"""The alias of the key store's database."""

_KEPT = 8
_guard = threading.Lock()


class Ended(Unavailable):
    """The epoch's key was destroyed: its data keys are wrapped by a newer one."""


class _Known(NamedTuple):
    """An epoch's key as we opened it, and the bytes it was in."""

    sealed: bytes
    key: bytes


_opened: dict[tuple[int, datetime], _Known] = {}  # by its moment too: a number may come back after a rollback


class Epoch(NamedTuple):
    """An epoch's number and its key."""

    number: int
    key: bytes


def current() -> Epoch:
    """The newest epoch, which stays until the caller's transaction on the key store ends; the first is begun.

    Raises Unavailable when its root key is another's.
    """
    if not connections[STORE].in_atomic_block:
        raise RuntimeError("The newest epoch is only certain inside a transaction on the key store.")
    number = _newest()
    while number is not None and not _hold(number):
        number = _newest()
    if number is None or _stands_in(number):
        number = begin()
    return Epoch(number, key(number))


def key(number: int) -> bytes:
    """The key of a living epoch. Raises Ended, or roots.Away when its root is not here."""
    row = KeyEpoch.objects.filter(pk=number, ended_at=None).first()
    if row is None or row.wrapped is None:
        raise Ended("This epoch has ended.")
    return _unwrapped(row, bytes(row.wrapped))


def begin() -> int:
    """Begin a new epoch; returns its number. Raises Unavailable when the root key is not the store's."""
    with transaction.atomic(using=STORE):
        refuse_stranger()
        last = KeyEpoch.objects.order_by("-number").values_list("number", flat=True).first() or 0
        row = wrapped(KeyEpoch(number=last + 1, begun_at=clock.now()), vault.new_key(), roots.primary())
        try:
            with transaction.atomic(using=STORE):
                row.save(force_insert=True)
        except IntegrityError:  # another process was quicker: its epoch is as good
            pass
    return row.number


def opened(row: DataKey) -> bytes:
    """A data key, unwrapped. Raises Unavailable when it does not open, Ended, or roots.Away."""
    if row.epoch is not None:
        return _opened_by(key(row.epoch), row, row.epoch)
    return _opened_by_a_root(row)


def each_opened(rows: Iterable[DataKey]) -> dict[int, bytes]:
    """Those of these data keys that open, unwrapped, by their numbers. An epoch is looked up once for all."""
    living: dict[int, bytes] = {}
    found = {}
    for row in rows:
        with suppress(Unavailable):
            if row.epoch is None:
                found[row.pk] = _opened_by_a_root(row)
                continue
            if row.epoch not in living:
                living[row.epoch] = key(row.epoch)
            found[row.pk] = _opened_by(living[row.epoch], row, row.epoch)
    return found


def _opened_by(epoch_key: bytes, row: DataKey, epoch: int) -> bytes:
    return vault.unseal(epoch_key, bytes(row.wrapped or b""), about_key(row.kind, row.object_id, epoch))


def about_key(kind: str, object_id: str, epoch: int) -> str:
    """What a wrapped data key is bound to."""
    return f"key:{kind}:{object_id}:{epoch}"


def end(number: int) -> bool:
    """Destroy an epoch's key, unless a living data key is still wrapped by it. Says whether it is gone."""
    with transaction.atomic(using=STORE):
        row = KeyEpoch.objects.select_for_update().filter(pk=number, ended_at=None).first()
        if row is not None and DataKey.objects.filter(epoch=number, destroyed_at=None).exists():
            return False
        KeyEpoch.objects.filter(pk=number, ended_at=None).update(wrapped=None, ended_at=clock.now())
    forget()
    return True


def living() -> list[KeyEpoch]:
    """The epochs that have not ended, oldest first."""
    return list(KeyEpoch.objects.filter(ended_at=None).order_by("number"))


def refuse_stranger() -> None:
    """A root key that is not this store's begins nothing, unless it stands in for a lost one on purpose.

    Inside a transaction on the key store: until it ends, nobody changes the root key of the newest epoch.
    """
    last = KeyEpoch.objects.select_for_update().filter(ended_at=None).order_by("-number").first()
    try:
        if last is None:
            open_oldest()
        elif roots.opening(last.root) != roots.primary():
            raise Unavailable("The root key is being changed. Start again with the new one.")
    except roots.Away:
        if not roots.is_temporary():
            raise


def open_oldest() -> None:
    """Try a key that the root key itself wraps, if there is any left. Raises roots.Away."""
    oldest = DataKey.objects.filter(epoch=None, destroyed_at=None).first()
    if oldest is not None:
        _opened_by_a_root(oldest)


def wrapped(row: KeyEpoch, epoch_key: bytes, root: bytes) -> KeyEpoch:
    """The row with its key wrapped by a root key. Not saved."""
    row.wrapped, row.root = (
        vault.seal(_wrapping(root), epoch_key, _about(row.number)),
        roots.fingerprint(root),
    )
    return row


def forget() -> None:
    """Drop the epochs' keys from this process's memory."""
    with _guard:
        _opened.clear()


def _unwrapped(row: KeyEpoch, sealed: bytes) -> bytes:
    """While the root key is being changed, and ours is the old one, what we opened before still serves."""
    known = _opened.get((row.number, row.begun_at))
    if known is not None and known.sealed == sealed:
        return known.key
    try:
        found = vault.unseal(_wrapping(roots.opening(row.root)), sealed, _about(row.number))
    except roots.Away:
        if known is None:
            raise
        return known.key
    _remember(row, sealed, found)
    return found


def _remember(row: KeyEpoch, sealed: bytes, found: bytes) -> None:
    with _guard:
        _opened[row.number, row.begun_at] = _Known(sealed, found)
        while len(_opened) > _KEPT:
            del _opened[next(iter(_opened))]


def _newest() -> int | None:
    living = KeyEpoch.objects.filter(ended_at=None).order_by("-number")
    return living.values_list("number", flat=True).first()


def _hold(number: int) -> bool:
    """Keep an epoch from being ended until the transaction ends. SQLite's transactions are alone anyway."""
    if connections[STORE].vendor != "postgresql":
        return True
    with connections[STORE].cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM journal_keyepoch WHERE number = %s AND ended_at IS NULL FOR SHARE", [number]
        )
        return cursor.fetchone() is not None


def _stands_in(number: int) -> bool:
    """Whether the newest epoch is the lost root key's while another stands in for that."""
    row = KeyEpoch.objects.get(pk=number)
    return roots.is_temporary() and row.root not in {roots.fingerprint(root) for root in roots.every()}


def _opened_by_a_root(row: DataKey) -> bytes:
    """Before there were epochs the root key itself wrapped data keys, and the row does not say which one."""
    for root in roots.every():
        with suppress(Unavailable):
            return vault.unseal(
                vault.derive(root, "wrap"), bytes(row.wrapped or b""), f"key:{row.kind}:{row.object_id}"
            )
    raise roots.Away(roots.AWAY)


def _wrapping(root: bytes) -> bytes:
    return vault.derive(root, "wrap epochs")


def _about(number: int) -> str:
    return f"epoch:{number}"
