"""One data key per object, wrapped by the root key, in a store of its own. Fail closed: no key, no write.

Unwrapped keys are remembered in this process. A key that another process destroyed is forgotten here within a
second: each `get` after that asks the store, once, which keys were destroyed lately.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock, vault
from beside.foundation.errors import Unavailable
from beside.journal.models import DataKey

_CACHED = 4096
_LOOK_EVERY = timedelta(seconds=1)
_SLACK = timedelta(seconds=60)
_cache: OrderedDict[int, bytes] = OrderedDict()
_guard = threading.Lock()
_looked_at: datetime | None = None


def make(kind: str, object_id: str) -> int:
    """A new key for an object, committed in the key store. Returns its number.

    Each object has one key in its life: IntegrityError for a second, even when the first was destroyed.
    """
    if ":" in kind:
        raise ValueError("A kind has no colon: it would blur where the object's id begins.")
    key = vault.new_key()
    wrapped = vault.seal(_wrapping_key(), key, _about(kind, object_id))
    row = DataKey.objects.create(kind=kind, object_id=object_id, wrapped=wrapped, made_on=clock.today())
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
    row = DataKey.objects.filter(pk=key_id).first()
    if row is None or row.wrapped is None:
        raise Unavailable(_("What was said here has been erased."))
    key = vault.unseal(_wrapping_key(), bytes(row.wrapped), _about(row.kind, row.object_id))
    _remember(key_id, key)
    return key


def destroy(key_id: int) -> None:
    """Destroy a key for good: whatever it sealed can never be opened again, in backups too. Idempotent."""
    DataKey.objects.filter(pk=key_id, destroyed_at=None).update(wrapped=None, destroyed_at=clock.now())
    forget(key_id)


def forget(key_id: int) -> None:
    """Drop an unwrapped key from this process's memory."""
    with _guard:
        _cache.pop(key_id, None)


def _forget_destroyed() -> None:
    """Forget what other processes destroyed. When the store cannot be asked, nothing opens.

    The slack covers clocks that disagree, and a key read just before its end and remembered just after.
    """
    global _looked_at
    now, since = clock.now(), _looked_at
    if since is not None and timedelta(0) <= now - since < _LOOK_EVERY:
        return
    lately = DataKey.objects.filter(destroyed_at__gte=(since or now) - _SLACK)
    for key_id in lately.values_list("pk", flat=True):
        forget(key_id)
    _looked_at = now


def _remember(key_id: int, key: bytes) -> None:
    with _guard:
        _cache[key_id] = key
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)


def _wrapping_key() -> bytes:
    return vault.derive(vault.root_from(settings.ROOT_KEY_PATH), "wrap")


def _about(kind: str, object_id: str) -> str:
    return f"key:{kind}:{object_id}"
