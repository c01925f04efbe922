"""What this room looks at for the health page. B, C and others register theirs from the wiring."""

from beside.operations import health
from beside.operations.checks import copies, duties, places, survival, work

CHECKS: dict[str, health.Look] = {
    "killed": survival.killed,
    "power": survival.power,
    "disk-death": survival.disk_death,
    "database": places.database,
    "keys": places.keys_open,
    "disk": places.disk,
    "flush": places.flush,
    "worker": work.worker,
    "jobs": work.jobs,
    "dead-letters": work.dead_letters,
    "slots": work.slots,
    "bus": work.bus_well,
    "retention": duties.overdue,
    "longer": duties.longer,
    "backup": copies.backup,
    "drill-restore": copies.drill_restore,
    "versions": places.versions,
}
"""In the order in which the page shows them."""

READY = frozenset({"database", "keys"})
"""While one of these is red, nobody should be sent to this process. On a full disk people still read."""


def connect() -> None:
    """Register them all. Connecting twice is once."""
    for name, look in CHECKS.items():
        health.check(name, ready=name in READY)(look)
