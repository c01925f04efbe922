"""A folder behind a cache that a power cut empties: `python -m proofs.lossy.mount FOLDER MOUNTPOINT CONTROL`.

Files become durable by fsync and fdatasync alone. A FIFO named CONTROL takes lines of JSON:
`{"cut_after": N, "kill": [pid, …], "share": 0.3, "seed": 7}`. At the N-th write or flush from then on those
processes are killed, a random share of the unflushed sectors reaches the folder, everything else is gone, and
the mount answers nothing any more. It must be unmounted then, and may be mounted again.

Limits: making, removing and renaming files is durable at once; one request at a time.
"""

import contextlib
import ctypes
import errno
import json
import os
import random
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from fuse import FUSE, FuseOSError, Operations, fuse_get_context

from proofs.lossy.cache import Cached

_STAT = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime", "st_ino")
_DIE_WITH_PARENT = 1


class Power:
    """When the lights go out."""

    def __init__(self, control: Path) -> None:
        self.gone = False
        self.orders: dict[str, Any] = {}
        self._left: int | None = None
        threading.Thread(target=self._listen, args=(control,), daemon=True).start()

    def step(self) -> bool:
        """Count a write or a flush. Whether the power goes now, before it."""
        if self.gone:
            raise FuseOSError(errno.EIO)
        if self._left is None:
            return False
        self._left -= 1
        return self._left <= 0

    def _listen(self, control: Path) -> None:
        while True:
            for line in control.read_text().splitlines():
                self.orders = json.loads(line)
                self._left = int(self.orders["cut_after"])


class Lossy(Operations):  # type: ignore[misc]  # fusepy has no types
    """The file system. Files are known by their number, so that a name may change while they are open."""

    def __init__(self, folder: Path, control: Path) -> None:
        self._folder = str(folder)
        self._files: dict[int, Cached] = {}
        self._power = Power(control)

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        with _told():
            about = os.lstat(self._at(path))
        found = {name: getattr(about, name) for name in _STAT}
        if about.st_ino in self._files:
            found["st_size"] = self._files[about.st_ino].size
        return found

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(self._at(path))]

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        with _told():
            made = os.open(self._at(path), os.O_RDWR | os.O_CREAT, mode)
            uid, gid, _pid = fuse_get_context()
            os.fchown(made, uid, gid)
        return made

    def open(self, path: str, flags: int) -> int:
        with _told():
            return os.open(self._at(path), os.O_RDWR)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        if self._power.gone:
            raise FuseOSError(errno.EIO)
        return self._cached(fh).read(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        self._live()
        self._cached(fh).write(fh, data, offset)
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        self._live()
        fd = os.open(self._at(path), os.O_RDWR) if fh is None else fh
        self._cached(fd).truncate(fd, length)
        if fh is None:
            os.close(fd)

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        self._live()
        self._cached(fh).flush(fh)
        return 0

    def release(self, path: str, fh: int) -> int:
        number = os.fstat(fh).st_ino
        if number in self._files and (self._files[number].is_clean or not os.fstat(fh).st_nlink):
            del self._files[number]
        os.close(fh)
        return 0

    def unlink(self, path: str) -> None:
        self._live()
        with _told():
            os.unlink(self._at(path))

    def rename(self, old: str, new: str) -> None:
        self._live()
        with _told():
            os.rename(self._at(old), self._at(new))

    def mkdir(self, path: str, mode: int) -> None:
        with _told():
            os.mkdir(self._at(path), mode)
            uid, gid, _pid = fuse_get_context()
            os.chown(self._at(path), uid, gid)

    def rmdir(self, path: str) -> None:
        with _told():
            os.rmdir(self._at(path))

    def chmod(self, path: str, mode: int) -> None:
        os.chmod(self._at(path), mode)

    def chown(self, path: str, uid: int, gid: int) -> None:
        os.chown(self._at(path), uid, gid, follow_symlinks=False)

    def readlink(self, path: str) -> str:
        return os.readlink(self._at(path))

    def symlink(self, target: str, source: str) -> None:
        os.symlink(source, self._at(target))

    def utimens(self, path: str, times: Any = None) -> None:
        pass

    def statfs(self, path: str) -> dict[str, Any]:
        about = os.statvfs(self._folder)
        names = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_files", "f_ffree", "f_frsize", "f_namemax")
        return {name: getattr(about, name) for name in names}

    def flush(self, path: str, fh: int) -> int:
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        return 0

    def _at(self, path: str) -> str:
        return self._folder + path

    def _cached(self, fd: int) -> Cached:
        number = os.fstat(fd).st_ino
        if number not in self._files:
            self._files[number] = Cached(fd)
        return self._files[number]

    def _live(self) -> None:
        if self._power.step():
            self._cut()
            raise FuseOSError(errno.EIO)

    def _cut(self) -> None:
        self._power.gone = True
        orders = self._power.orders
        for pid in orders["kill"]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        chance, share = random.Random(orders["seed"]), float(orders["share"])
        for number, path in self._names():
            fd = os.open(path, os.O_RDWR)
            self._files[number].tear(fd, chance, share)
            os.close(fd)
        self._files.clear()

    def _names(self) -> list[tuple[int, Path]]:
        """The dirty files that still have a name, in one order."""
        paths = sorted(path for path in Path(self._folder).rglob("*") if path.is_file())
        numbers = [(path.lstat().st_ino, path) for path in paths]
        return [(number, path) for number, path in numbers if number in self._files]


@contextlib.contextmanager
def _told() -> Any:
    try:
        yield
    except OSError as wrong:
        raise FuseOSError(wrong.errno) from wrong


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    FUSE(
        Lossy(Path(sys.argv[1]), Path(sys.argv[3])),
        sys.argv[2],
        foreground=True,
        nothreads=True,
        allow_other=True,
        default_permissions=True,
        big_writes=True,
        fsname="lossy",
    )
