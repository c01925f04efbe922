"""A line that can be cut: a small TCP proxy before a server, on the loop of a load."""

import asyncio
import contextlib

from tests.throwaway import free_port


class Proxy:
    """Forwards `port` to `target` on loopback until it is cut."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._open = True
        self._lines: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Begin to forward."""
        await asyncio.start_server(self._forward, "localhost", self.port)

    async def cut(self, seconds: float) -> int:
        """Lose every line at once, and let nobody through for so long. Returns how many were lost."""
        self._open, lost = False, len(self._lines) // 2
        for writer in list(self._lines):
            writer.transport.abort()
        await asyncio.sleep(seconds)
        self._open = True
        return lost

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._open:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            there = await asyncio.open_connection("localhost", self._target)
            await asyncio.gather(self._pump(reader, there[1]), self._pump(there[0], writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            self._lines.discard(writer)
            writer.transport.abort()
