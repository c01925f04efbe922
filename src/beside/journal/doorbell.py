"""Wakes workers when something was enqueued: those of this process at once, those apart over the bus.

The bus and not PostgreSQL's NOTIFY, which takes one lock for the whole database in every commit that rings.
A lost ring costs one poll, nothing else.
"""

import threading

from beside.gateway import bus

TOPIC = "doorbell"

_ringing = threading.Condition()
_rings = 0
_afar = False


def ring() -> None:
    """Wake whoever waits. Cheap, from any thread; called after the commit."""
    _ring_here()
    if _afar:
        bus.publish(TOPIC, b"")


def ring_afar() -> None:
    """From now on: the workers are in other processes, so ring there too."""
    global _afar
    _afar = True


def hear_afar() -> None:
    """From now on: hear what the other processes ring. The bus has been chosen."""
    bus.current().listen(_heard)


def heard() -> int:
    """How often it has rung: ask before looking for work, so that no ring is missed in between."""
    with _ringing:
        return _rings


def wait(since: int, seconds: float) -> None:
    """Return when it has rung after `since`, or when so many seconds have passed."""
    with _ringing:
        _ringing.wait_for(lambda: _rings != since, timeout=seconds)


def _ring_here() -> None:
    global _rings
    with _ringing:
        _rings += 1
        _ringing.notify_all()


def _heard(topic: str, _payload: bytes) -> None:
    if topic == TOPIC:
        _ring_here()
