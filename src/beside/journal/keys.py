"""One data key per object, wrapped by an epoch's key, in a store of its own. Fail closed: no key, no write.

Unwrapped keys are remembered in this process. A key that another process destroyed is forgotten here within a
second: each `get` after that asks the store, once, which keys were destroyed lately.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock, vault
from beside.foundation.errors import Unavailable
from beside.journal import epochs
from beside.journal.models import DataKey

_CACHED = 4096
_LOOK_EVERY = timedelta(seconds=1)
_SLACK = timedelta(seconds=60)
_TRIES = 3
_cache: OrderedDict[int, bytes] = OrderedDict()
_guard = threading.Lock()
_looked_at: datetime | None = None


class Tombstone(NamedTuple):
    """A key that was destroyed: what a restored key store must not bring back. Ids only."""

    key_id: int
    kind: str
    object_id: str


def make(kind: str, object_id: str) -> int:
    """A new key for an object, committed in the key store. Returns its number.

    Each object has one key in its life: IntegrityError for a second, even when the first was destroyed.
    """
    if ":" in kind:
        raise ValueError("A kind has no colon: it would blur where the object's id begins.")
    key = vault.new_key()
    with transaction.atomic(using=epochs.STORE):
        epoch = epochs.current()
        wrapped = vault.seal(epoch.key, key, epochs.about_key(kind, object_id, epoch.number))
        row = DataKey.objects.create(
            kind=kind, object_id=object_id, wrapped=wrapped, epoch=epoch.number, made_on=clock.today()
        )
    _remember(row.pk, key)
    return row.pk


def get(key_id: int) -> bytes:
    """The unwrapped key. Raises Unavailable when it was destroyed, is missing, or does not open."""
    _forget_destroyed()
    with _guard:
        known = _cache.get(key_id)
        if known is not None:
            _cache.move_to_end(key_id)
            return known
    key = _opened(key_id)
    _remember(key_id, key)
    return key


def recall(wanted: Collection[int]) -> None:
    """Have these keys remembered, by two questions. One that does not open is passed over: `get` says why."""
    _forget_destroyed()
    with _guard:
        missing = [key_id for key_id in wanted if key_id not in _cache]
    if not missing:
        return
    rows = DataKey.objects.filter(pk__in=missing, destroyed_at=None)
    for key_id, key in epochs.each_opened(rows).items():
        _remember(key_id, key)


def remembered(key_id: int) -> bytes | None:
    """The unwrapped key without asking any table: for the loop. None when `get` would have to ask."""
    if not _is_fresh(clock.now()):
        return None
    with _guard:
        return _cache.get(key_id)


def look() -> None:
    """Forget what was destroyed elsewhere, if that was not looked for lately."""
    _forget_destroyed()


def destroy(key_id: int) -> None:
    """Destroy a key for good: whatever it sealed can never be opened again, in backups too. Idempotent."""
    DataKey.objects.filter(pk=key_id, destroyed_at=None).update(wrapped=None, destroyed_at=clock.now())
    forget(key_id)


def forget(key_id: int) -> None:
    """Drop an unwrapped key from this process's memory."""
    with _guard:
        _cache.pop(key_id, None)


def tombstones() -> list[Tombstone]:
    """Every key that was destroyed, oldest number first: kept apart from the key store's own backups."""
    destroyed = DataKey.objects.exclude(destroyed_at=None).order_by("pk")
    return [Tombstone(*row) for row in destroyed.values_list("pk", "kind", "object_id")]


def honour(stones: Sequence[Tombstone]) -> int:
    """After a restore: destroy again what was destroyed since that backup, and say how many. Idempotent.

    A key that the backup does not know yet gets its tombstone, so that its object never gets another.
    Raises ValueError when a number belongs to another object here: then this is another installation's list.
    """
    now, changed = clock.now(), 0
    with transaction.atomic(using=epochs.STORE):
        for stone in stones:
            row, made = DataKey.objects.select_for_update().get_or_create(
                kind=stone.kind,
                object_id=stone.object_id,
                defaults={"pk": stone.key_id, "wrapped": None, "made_on": clock.today(), "destroyed_at": now},
            )
            if row.pk != stone.key_id:
                raise ValueError(f"Key {stone.key_id} belongs to another object here.")
            if made or row.destroyed_at is None:
                destroy(row.pk)
                changed += 1
        number_after(max((stone.key_id for stone in stones), default=0))
    return changed


def number_after(last: int) -> None:
    """Give new keys numbers above `last`: after a restore, also above every number that an object refers to.

    Else a new key could get the number of one that is missing, and be destroyed in its place.
    """
    with connections[epochs.STORE].cursor() as cursor:
        if connections[epochs.STORE].vendor == "postgresql":
            cursor.execute(
                "SELECT setval(s, GREATEST(%s, nextval(s))) "
                "FROM pg_get_serial_sequence('journal_datakey', 'id') s",
                [last],
            )
        else:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT 'journal_datakey', 0 "
                "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'journal_datakey')"
            )
            cursor.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = 'journal_datakey'", [last]
            )


def _opened(key_id: int) -> bytes:
    """A row read just before its epoch ended names one that is gone: read it again."""
    for left in reversed(range(_TRIES)):
        row = DataKey.objects.filter(pk=key_id).first()
        if row is None or row.wrapped is None:
            break
        try:
            return epochs.opened(row)
        except epochs.Ended:
            if not left:
                raise
    raise Unavailable(_("What was said here has been erased."))


def _forget_destroyed() -> None:
    """Forget what other processes destroyed. When the store cannot be asked, nothing opens.

    The slack covers clocks that disagree, and a key read just before its end and remembered just after.
    """
    global _looked_at
    now, since = clock.now(), _looked_at
    if _is_fresh(now):
        return
    lately = DataKey.objects.filter(destroyed_at__gte=(since or now) - _SLACK)
    for key_id in lately.values_list("pk", flat=True):
        forget(key_id)
    _looked_at = now


def _is_fresh(now: datetime) -> bool:
    return _looked_at is not None and timedelta(0) <= now - _looked_at < _LOOK_EVERY


def _remember(key_id: int, key: bytes) -> None:
    with _guard:
        _cache[key_id] = key
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)
