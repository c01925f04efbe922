"""One of several gateway processes: what it has from its parent, and what it tells it."""

import asyncio
import os
import signal
import socket
from typing import Self


class Inheritance:
    """A socket to listen on, and a line: our byte says that we serve, its end that the parent has gone."""

    def __init__(self, listener: socket.socket, line: socket.socket) -> None:
        self.listener = listener
        self._line = line

    @classmethod
    def of(cls, handles: str) -> Self:
        """What `beside serve --inherit` was given: the numbers of two open files."""
        listener, line = (socket.socket(fileno=int(number)) for number in handles.split(","))
        line.setblocking(False)
        return cls(listener, line)

    def serving(self) -> None:
        """Tell the parent that we serve, and end when it has gone. In the loop."""
        self._line.send(b"s")
        asyncio.get_running_loop().add_reader(self._line, self._heard)

    def _heard(self) -> None:
        asyncio.get_running_loop().remove_reader(self._line)
        os.kill(os.getpid(), signal.SIGTERM)
