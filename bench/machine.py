"""What the kernel says about processes and cores, and what this machine is."""

import importlib
import os
import platform
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import beside

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """A process and all that came from it and is still there."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        try:
            for thread in Path(f"/proc/{process}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except OSError:
            continue
        found.append(process)
    return found


def cpu_seconds(roots: list[int]) -> float:
    """Processor time that these processes and their children have used, in seconds."""
    return sum(map(_cpu, (process for root in roots for process in tree(root)))) / TICKS


def _cpu(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def pss_kib(roots: list[int]) -> int:
    """Memory of these processes and their children, shared pages counted in parts, in KiB."""
    return sum(map(_pss, (process for root in roots for process in tree(root))))


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def on_core(core: int | None) -> Iterator[None]:
    """What is started inside runs on this core alone, where the machine has more than one."""
    before = os.sched_getaffinity(0)
    if core is not None and len(before) > 1:
        os.sched_setaffinity(0, {sorted(before)[core % len(before)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_many_files() -> int:
    """Raise this process's limit of open files as far as it may go, for its children too. Returns it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def about() -> dict[str, str]:
    """What a figure must be read with: processor, cores, memory, kernel, versions."""
    return {
        "processor": _first(Path("/proc/cpuinfo"), "model name"),
        "cores": str(os.cpu_count()),
        "memory": f"{int(_first(Path('/proc/meminfo'), 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "kernel": platform.release().partition("-")[0],
        "python": platform.python_version(),
        "sqlite": importlib.import_module("sqlite3").sqlite_version,  # the one that Beside carries
        "libc": " ".join(platform.libc_ver()),
        "beside": beside.VERSION,
    }


def load() -> float:
    """How many processes have wanted a core in the last minute: a quiet machine is near nothing."""
    return os.getloadavg()[0]


def _first(file: Path, name: str) -> str:
    lines = (line.partition(":") for line in file.read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "unknown")
