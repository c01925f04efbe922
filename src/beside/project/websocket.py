"""uvicorn's websocket, with shorter ways in and out for what a chat does all day.

Frames as in RFC 6455, 5.2. Whatever is not a whole, plain text frame goes uvicorn's way, and in its order.
"""

from collections.abc import Callable, Sequence
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State
from websockets.speedups import apply_mask

from beside.gateway import frames
from beside.gateway.wire import EXTENSION

Heard = Callable[[str], bool]

_TEXT = 0x81
_MASKED = 0x80
_TOGETHER_BYTES = 16 * 1024
"""What is written in one turn of the loop goes out together, up to so much."""


class Socket(WebSocketsSansIOProtocol):
    """A pace for pings, a way to cut, and quick ways: `write` out, `hear_at_once` in."""

    _heard: Heard | None = None
    _whole = False
    _part = b""
    _size = 0

    def handle_connect(self, event: Request) -> None:
        """Offer them in the scope."""
        self._out: list[bytes] = []
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)  # missing when the handshake was refused
        if scope is not None:
            scope["extensions"][EXTENSION] = self

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended. What names this socket and is named by it lets go, so that nothing is left behind."""
        super().connection_lost(exc)
        self.conn.parser = iter(())  # type: ignore[assignment]  # a generator that holds on to its owner
        scope: Any = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"].pop(EXTENSION, None)

    def ping_every(self, seconds: float) -> None:
        """Ask the other end at this pace whether it is there."""
        self.ping_interval = seconds

    def hear_at_once(self, heard: Heard | None) -> None:
        """Ask `heard` first about each text; what it does not take (False) goes the long way, in order."""
        self._heard = heard

    def data_received(self, data: bytes) -> None:
        """Bytes came. They are divided into whole frames when nothing came with the handshake."""
        if self._whole:
            self._divide(data)
        else:
            began = self.handshake_initiated
            super().data_received(data)
            self._whole = not began and self.handshake_initiated and data.endswith(b"\r\n\r\n")

    def write(self, data: bytes) -> bool:
        """Send a text message, in this turn of the loop. False when it would have to wait, or is too late."""
        if not self.handshake_complete or self.close_sent or self.disconnected or not self.writable.is_set():
            return False
        if self.transport.is_closing() or self.conn.state is not State.OPEN:
            return False
        if not self._out:
            self.loop.call_soon(self.flush)
        self._out += (_head(len(data)), data)
        self._size += len(data)
        if self._size > _TOGETHER_BYTES:
            self.flush()
        return True

    def flush(self) -> None:
        """Hand what was written to the kernel."""
        if self._out and not self.transport.is_closing():
            self.transport.write(b"".join(self._out))
        self._out.clear()
        self._size = 0

    async def send(self, message: ASGISendEvent) -> None:
        """uvicorn's way out, after what was written the quick way."""
        self.flush()
        await super().send(message)

    def handle_close(self, event: Any) -> None:
        """They go: what was written goes out before our answer."""
        self.flush()
        super().handle_close(event)

    def shutdown(self) -> None:
        """The server ends."""
        if self.handshake_initiated:
            self.flush()
        super().shutdown()

    def abort(self) -> None:
        """Drop the connection and what was not sent."""
        self.transport.abort()

    def send_receive_event_to_app(self) -> None:
        """A message is whole. One that is no text ends its socket, and is not worth a line in the log."""
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_text(self.frames):
            self.frames = []
            self.conn.send_close(1007)
            self.handle_parser_exception()
        else:
            super().send_receive_event_to_app()

    def keepalive_timeout(self) -> None:
        """Nobody is there: waiting for them to read would take for ever."""
        super().keepalive_timeout()
        self.transport.abort()

    def _divide(self, data: bytes) -> None:
        """Each whole frame goes its way; what is left of one waits here for the rest of it."""
        data, self._part = self._part + data, b""
        at = 0
        while at < len(data) and not (self.transport.is_closing() or self.conn.parser_exc):
            begins, end = _bounds(data, at)
            partly = end == at or end > len(data)
            if end - begins > frames.MAX_BYTES or (partly and not _may_wait(data[at : at + 2])):
                self._whole = False  # from here on all goes the long way
                super().data_received(data[at:])
                return
            if partly:
                self._part = data[at:]
                return
            if not self._at_once(data, at, begins, end):
                super().data_received(data[at:end])
            at = end

    def _at_once(self, data: bytes, at: int, begins: int, end: int) -> bool:
        """Whether a frame was heard without the long way: a whole text, and nothing waits before it."""
        if self._heard is None or data[at] != _TEXT or not data[at + 1] & _MASKED:
            return False
        conn = self.conn
        if conn.current_size is not None or conn.state is not State.OPEN or self.close_sent:
            return False
        if not self.queue.empty():
            return False
        try:
            text = apply_mask(data[begins:end], data[begins - 4 : begins]).decode()
        except UnicodeDecodeError:
            return False
        return self._heard(text)


def _is_text(parts: Sequence[bytes]) -> bool:
    try:
        b"".join(parts).decode()
    except UnicodeDecodeError:
        return False
    return True


def _bounds(data: bytes, at: int) -> tuple[int, int]:
    """Where a frame's payload begins and ends; twice `at` when too little came to tell."""
    if len(data) - at < 2:
        return at, at
    second = data[at + 1]
    size, begins = second & 0x7F, at + 2
    if size >= 126:
        wide = 2 if size == 126 else 8
        if len(data) < begins + wide:
            return at, at
        size = int.from_bytes(data[begins : begins + wide], "big")
        begins += wide
    begins += 4 if second & _MASKED else 0
    return begins, begins + size


def _may_wait(begin: bytes) -> bool:
    """Whether a frame that begins so may wait for its rest: only a plain text may."""
    return begin[0] == _TEXT and (len(begin) < 2 or bool(begin[1] & _MASKED))


def _head(size: int) -> bytes:
    """The head of one final text frame, not masked, never compressed."""
    if size < 126:
        return bytes((_TEXT, size))
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big")
    return b"\x81\x7f" + size.to_bytes(8, "big")
