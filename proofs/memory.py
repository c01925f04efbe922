"""How much memory a process has in use."""

import os


def resident(pid: int) -> float:
    """How much memory of a process is in use, in MiB."""
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
