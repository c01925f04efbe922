"""What lies in a drive's volatile cache: for each file its size, and the pages written since its flush."""

import os
import random

PAGE = 4096
SECTOR = 512


class Cached:
    """One file. `fd` is its durable form; until `flush` everything written lives here only."""

    def __init__(self, fd: int) -> None:
        self.size = self._durable = os.fstat(fd).st_size
        self._pages: dict[int, bytearray] = {}
        self._touched = False

    @property
    def is_clean(self) -> bool:
        """Whether a power cut would take nothing."""
        return not self._touched

    def read(self, fd: int, length: int, offset: int) -> bytes:
        """What a process sees: the durable bytes with the volatile ones over them."""
        end = min(offset + length, self.size)
        found = bytearray()
        while offset + len(found) < end:
            at = offset + len(found)
            page, inside = divmod(at, PAGE)
            found += self._page(fd, page)[inside : inside + end - at]
        return bytes(found)

    def write(self, fd: int, data: bytes, offset: int) -> None:
        """Write, into the cache."""
        self._touched = True
        self.size = max(self.size, offset + len(data))
        done = 0
        while done < len(data):
            page, inside = divmod(offset + done, PAGE)
            part = data[done : done + PAGE - inside]
            self._own(fd, page)[inside : inside + len(part)] = part
            done += len(part)

    def truncate(self, fd: int, length: int) -> None:
        """Cut or lengthen, in the cache. What is cut off and grown again reads as zeros."""
        self._touched = True
        if length < self.size:
            last, inside = divmod(length, PAGE)
            if inside:
                self._own(fd, last)[inside:] = bytes(PAGE - inside)
            self._pages = {page: data for page, data in self._pages.items() if page * PAGE < length}
            self._durable = min(self._durable, length)
        self.size = length

    def flush(self, fd: int) -> None:
        """Make it durable."""
        if not self._touched:
            return
        if self._durable < os.fstat(fd).st_size:
            os.ftruncate(fd, self._durable)
        for page, data in self._pages.items():
            os.pwrite(fd, data, page * PAGE)
        os.ftruncate(fd, self.size)
        self._pages.clear()
        self._durable, self._touched = self.size, False

    def tear(self, fd: int, chance: random.Random, share: float) -> int:
        """The power goes: of the sectors not flushed, a random share reached the disk. Returns how many."""
        kept = 0
        for page, data in sorted(self._pages.items()):
            for sector in range(0, PAGE, SECTOR):
                if page * PAGE + sector < self.size and chance.random() < share:
                    os.pwrite(fd, data[sector : sector + SECTOR], page * PAGE + sector)
                    kept += 1
        return kept

    def _own(self, fd: int, page: int) -> bytearray:
        if page not in self._pages:
            self._pages[page] = bytearray(self._page(fd, page))
        return self._pages[page]

    def _page(self, fd: int, page: int) -> bytes | bytearray:
        if page in self._pages:
            return self._pages[page]
        left = max(0, min(PAGE, self._durable - page * PAGE))
        return os.pread(fd, left, page * PAGE).ljust(PAGE, b"\0")
