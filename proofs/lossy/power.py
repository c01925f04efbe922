"""Cutting the power of what runs on a lossy mount."""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from tests.throwaway import die_with_parent, wait_until

ROOT = Path(__file__).resolve().parents[2]


def lacking() -> str:
    """Why there can be no lossy mount here, or nothing. As root on Debian what is missing is installed."""
    if os.geteuid() or not Path("/dev/fuse").exists():
        return "a power cut needs root and /dev/fuse"
    if find_spec("fuse") is None:
        return "the package fusepy is missing (requirements/dev.txt)"
    if ctypes.util.find_library("fuse") is None and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libfuse2"]
        subprocess.run(install, check=False, capture_output=True)
    return "" if ctypes.util.find_library("fuse") else "libfuse2 is missing (Debian's package of that name)"


class Socket:
    """A disk that can be unplugged: `behind` is what is durable, `mount` what processes see."""

    def __init__(self, folder: Path) -> None:
        self.behind, self.mount = folder / "behind", folder / "mount"
        self._control = folder / "control"
        for each in (self.behind, self.mount):
            each.mkdir()
        os.mkfifo(self._control)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def plug_in(self) -> None:
        """Mount it."""
        where = [str(self.behind), str(self.mount), str(self._control)]
        command = [sys.executable, "-m", "proofs.lossy.mount", *where]
        self._process = subprocess.Popen(command, cwd=ROOT, preexec_fn=die_with_parent)
        wait_until(self.mount.is_mount, "the lossy mount")

    def cut_after(self, steps: int, kill: Sequence[int], *, seed: int, share: float) -> None:
        """Order a cut at so many writes and flushes from now: those processes end in that moment."""
        orders = {"cut_after": steps, "kill": list(kill), "seed": seed, "share": share}
        self._control.write_text(json.dumps(orders) + "\n")

    def unplug(self) -> None:
        """Unmount it; what was in its cache is gone."""
        if self._process is None:
            return
        for _ in range(100):
            if not subprocess.run(["umount", str(self.mount)], check=False, capture_output=True).returncode:
                break
            time.sleep(0.05)
        else:
            subprocess.run(["umount", "-l", str(self.mount)], check=False)
        self._process.kill()
        self._process.wait()
        self._process = None
