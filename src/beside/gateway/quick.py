"""The short way of a frame that waits for nothing: from the bytes to its door without the socket's task."""

import asyncio
from collections.abc import Callable, Mapping

from beside.foundation.errors import DomainError
from beside.gateway import frames, trouble
from beside.gateway.frames import Frame
from beside.gateway.link import Link

QuickDoor = Callable[[Link, Frame], bool]
"""Answers a frame at once, or returns False: then the ordinary door does, and nothing has happened."""


class Quick:
    """One socket's short way. `free` while its task waits for the next frame; `held` counts in a row."""

    __slots__ = ("_doors", "_link", "_time", "free", "held")

    def __init__(self, link: Link, doors: Mapping[str, QuickDoor]) -> None:
        self._link = link
        self._doors = doors
        self._time = asyncio.get_running_loop().time
        self.free = False
        self.held = 0

    def __call__(self, text: str) -> bool:
        """Whether a frame was answered here. False when it must wait for anything, or cannot be read."""
        link = self._link
        if not self.free or link.closing or not link.has_room or 4 * len(text) > frames.MAX_BYTES:
            return False
        try:
            frame = frames.decode(text)
        except frames.UnreadableError:
            return False
        door = self._doors.get(frame["t"])
        if door is None:
            return False
        if link.bucket.spend(self._time()) or not self._answered(door, frame):
            link.bucket.refund()
            return False
        self.held = 0
        return True

    def _answered(self, door: QuickDoor, frame: Frame) -> bool:
        try:
            return door(self._link, frame)
        except DomainError as error:
            self._link.deny(frame, error)
        except Exception as error:
            trouble.tell(f"the door {frame['t']}", error)
            self._link.push(frames.encode(frames.no(frame, "ours")))
        return True
