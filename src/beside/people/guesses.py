"""Slow for guessers, never locked for the person.

A place is the network a request comes from (the /24 of IPv4, the /56 of IPv6), known here only as a keyed
hash, in memory, for an hour after its last miss at most. Three misses are free; then each costs a pause of
2, 4, 8 … at most 60 seconds: about 60 guesses an hour from one place. When misses from all places together
pass one a second, every place that has missed waits the 60 seconds. A place that has not missed is never held
up by others.

Whoever is told to wait gets a ticket for the end of it: where many share one place (a school, the exit of an
anonymity network), the person's turn comes although somebody else there goes on guessing. Tickets serve once.
Somebody can gather many; what bounds them then is the hash itself, see `phrase`.
"""

import hashlib
import ipaddress
import os
import threading
from collections import OrderedDict

from django.core import signing

from beside.foundation import clock
from beside.foundation.limits import Bucket

LONGEST = 60.0
FREE = 3
_FORGOTTEN = 3600.0
_MOST = 20_000
_SALT = "beside.people.guesses"

_secret = os.urandom(16)
_guard = threading.Lock()
_misses: OrderedDict[str, tuple[int, float]] = OrderedDict()
_used: OrderedDict[str, float] = OrderedDict()
_together = Bucket(rate=1.0, burst=60.0)
_busy_until = 0.0


def place(address: str) -> str:
    """Where a request comes from, as a keyed hash. The address itself goes no further than this line."""
    return hashlib.blake2b(_network(address).encode(), key=_secret, digest_size=16).hexdigest()


def pause(place: str, ticket: str = "") -> float:
    """How many seconds this place must wait before it may guess; 0 to go ahead. Uses the ticket up."""
    now = _now()
    with _guard:
        _forget(now)
        count, last = _misses.get(place, (0, 0.0))
        if not count or _is_ripe(ticket, place, now):
            return 0.0
        cost = min(LONGEST, 2.0 ** (count - FREE + 1)) if count >= FREE else 0.0
        return max(0.0, last + (LONGEST if now < _busy_until else cost) - now)


def ticket(place: str, seconds: float) -> str:
    """A ticket that lets one guess from this place pass once so many seconds are over. Good for an hour."""
    return signing.dumps([place, _now() + seconds, os.urandom(6).hex()], salt=_SALT)


def missed(place: str) -> None:
    """Count a phrase that opened nothing."""
    global _busy_until
    now = _now()
    with _guard:
        count, _last = _misses.pop(place, (0, 0.0))
        _misses[place] = (count + 1, now)
        if len(_misses) > _MOST:
            _misses.popitem(last=False)
        owed = _together.spend(now)
        if owed > 0:
            _busy_until = now + min(owed, LONGEST)
        if owed > LONGEST:
            _together.refund()


def has_missed(place: str) -> bool:
    """Whether anybody guessed wrong from this place lately."""
    with _guard:
        _forget(_now())
        return place in _misses


def forget_all() -> None:
    """Start afresh (tests)."""
    global _together, _busy_until
    with _guard:
        _misses.clear()
        _used.clear()
        _together, _busy_until = Bucket(rate=1.0, burst=60.0), 0.0


def _is_ripe(ticket: str, place: str, now: float) -> bool:
    try:
        where, since, _once = signing.loads(ticket, salt=_SALT) if ticket else ("", 0.0, "")
    except signing.BadSignature:
        return False
    if where != place or ticket in _used or not since <= now < since + _FORGOTTEN:
        return False
    _used[ticket] = since + _FORGOTTEN
    return True


def _forget(now: float) -> None:
    while _misses and next(iter(_misses.values()))[1] < now - _FORGOTTEN:
        _misses.popitem(last=False)
    while _used and (next(iter(_used.values())) < now or len(_used) > _MOST):
        _used.popitem(last=False)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 56}", strict=False))


def _now() -> float:
    return clock.now().timestamp()
