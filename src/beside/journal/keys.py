"""One data key per object, wrapped by the root key, in a store of its own. Fail closed: no key, no write."""

import threading
from collections import OrderedDict

from django.conf import settings

from beside.foundation import clock, vault
from beside.foundation.errors import Unavailable
from beside.journal.models import DataKey

_CACHED = 4096
_cache: OrderedDict[int, bytes] = OrderedDict()
_guard = threading.Lock()


def make(kind: str, object_id: str) -> int:
    """A new key for an object, committed in the key store. Returns its number."""
    key = vault.new_key()
    row = DataKey.objects.create(
        kind=kind, object_id=object_id, wrapped=_wrap(key, kind, object_id), made_on=clock.today()
    )
    _remember(row.pk, key)
    return row.pk


def get(key_id: int) -> bytes:
    """The unwrapped key. Raises Unavailable when it was destroyed or does not open."""
    with _guard:
        known = _cache.get(key_id)
        if known is not None:
            _cache.move_to_end(key_id)
            return known
    row = DataKey.objects.filter(pk=key_id).first()
    if row is None or row.wrapped is None:
        raise Unavailable("What was said here has been erased.")
    key = vault.unseal(_wrapping_key(), bytes(row.wrapped), _about(row.kind, row.object_id))
    _remember(key_id, key)
    return key


def destroy(key_id: int) -> None:
    """Destroy a key for good: whatever it sealed can never be opened again, in backups too."""
    DataKey.objects.filter(pk=key_id).update(wrapped=None, destroyed_at=clock.now())
    forget(key_id)


def forget(key_id: int) -> None:
    """Drop an unwrapped key from this process's memory."""
    with _guard:
        _cache.pop(key_id, None)


def _remember(key_id: int, key: bytes) -> None:
    with _guard:
        _cache[key_id] = key
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)


def _wrap(key: bytes, kind: str, object_id: str) -> bytes:
    return vault.seal(_wrapping_key(), key, _about(kind, object_id))


def _wrapping_key() -> bytes:
    return vault.derive(vault.root_from(settings.ROOT_KEY_PATH), "wrap")


def _about(kind: str, object_id: str) -> str:
    return f"key:{kind}:{object_id}"
