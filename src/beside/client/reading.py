"""One conversation as a reader holds it: a position, and everything up to it without a gap."""

import asyncio
from typing import Any

Frame = dict[str, Any]


class Reading:
    """What was read of a conversation's log. A frame is taken only when it is the next one."""

    def __init__(self, conversation: str, after: int) -> None:
        self.conversation = conversation
        self.position = after
        self.asked = False
        self._unread: asyncio.Queue[Frame | Exception] = asyncio.Queue()

    def take(self, entry: Frame) -> bool:
        """Take an entry. Returns whether something is missing before it; one seen before is passed over."""
        if entry["p"] == self.position + 1:
            self.position = entry["p"]
            self._unread.put_nowait(entry)
        return bool(entry["p"] > self.position)

    def fail(self, why: Exception) -> None:
        """Nothing more will come."""
        self._unread.put_nowait(why)

    async def next(self) -> Frame:
        """The next entry, in order, each once. Raises Refused when the conversation is not ours to read."""
        found = await self._unread.get()
        if isinstance(found, Exception):
            self._unread.put_nowait(found)
            raise found
        return found
