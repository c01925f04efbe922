"""Wakes this process's workers when something was enqueued. A lost ring costs one poll, nothing else."""

import threading

_ringing = threading.Condition()
_rings = 0


def ring() -> None:
    """Wake whoever waits. Cheap, from any thread; called after the commit."""
    global _rings
    with _ringing:
        _rings += 1
        _ringing.notify_all()


def heard() -> int:
    """How often it has rung: ask before looking for work, so that no ring is missed in between."""
    with _ringing:
        return _rings


def wait(since: int, seconds: float) -> None:
    """Return when it has rung after `since`, or when so many seconds have passed."""
    with _ringing:
        _ringing.wait_for(lambda: _rings != since, timeout=seconds)
