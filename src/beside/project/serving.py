"""The server's settings: one uvicorn process that writes nothing down about anybody."""

import asyncio
import gc
import logging
import resource
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from beside.gateway import frames
from beside.project.environment import Environment
from beside.project.house import House
from beside.project.websocket import Socket

HEADERS_WITHIN = 20.0
"""Seconds in which the headers of a request must have come."""

PONG_WITHIN = 10.0
"""Seconds in which a socket must answer a ping."""

_STUCK_AFTER_MS = 30_000
_IN_A_TURN = 16
"""So many handshakes are answered before what is said is heard again: some eight milliseconds."""

_NEW_OBJECTS = 50_000
"""New objects after which cycles among them are looked for: at full load a thousand messages and more.

By Python's own measure (700) a quarter of the processor time went into that, and found next to nothing.
"""

_IN_LINE = 2048
_UNSENT_BYTES = 64 * 1024


class Pages(HttpToolsProtocol):
    """uvicorn's HTTP, with an end to waiting for the first line and the headers of a request."""

    late: asyncio.TimerHandle | None = None
    waits = False
    """Whether a handshake waits for its turn. What comes before its answer is not heard."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # narrower
        """From now on a request is waited for."""
        super().connection_made(transport)
        self._expect_headers()

    def on_message_begin(self) -> None:
        """Or from here on, for a later request on the same connection."""
        super().on_message_begin()
        self._expect_headers()

    def on_headers_complete(self) -> None:
        """They are here."""
        self._expect_no_more()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for."""
        self._expect_no_more()
        super().connection_lost(exc)
        self._let_go()

    def data_received(self, data: bytes) -> None:
        """Of a request."""
        if not self.waits:
            super().data_received(data)

    def handle_websocket_upgrade(self) -> None:
        """From here on the connection is a socket's, when its turn has come."""
        self.waits = True
        doorway.wait(self)

    def upgrade(self) -> None:
        """The turn has come."""
        if not self.transport.is_closing():
            super().handle_websocket_upgrade()
        self._let_go()

    def _let_go(self) -> None:
        """The parser calls us back, and we hold it: nothing would be freed but by a look at everything."""
        self.parser: Any = None

    def _expect_headers(self) -> None:
        self._expect_no_more()
        self.late = self.loop.call_later(HEADERS_WITHIN, self.transport.abort)

    def _expect_no_more(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None


class Doorway:
    """Handshakes that came together are answered a few in each turn of the loop.

    When thousands come back at once, those who are talking are heard in between. For the loop's thread.
    """

    def __init__(self) -> None:
        self._waiting: deque[Pages] = deque()

    def wait(self, page: Pages) -> None:
        """Answer this one in its turn; the first of them in this turn of the loop."""
        self._waiting.append(page)
        if len(self._waiting) == 1:
            page.loop.call_soon(self._next)

    def _next(self) -> None:
        loop = self._waiting[0].loop
        try:
            for _each in range(min(_IN_A_TURN, len(self._waiting))):
                self._waiting.popleft().upgrade()
        finally:
            if self._waiting:
                loop.call_soon(self._next)


doorway = Doorway()


class Server(uvicorn.Server):
    """uvicorn's server, which says good-bye to the sockets before it closes them."""

    def __init__(
        self, config: uvicorn.Config, farewell: Callable[[], Awaitable[None]], serving: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._farewell = farewell
        self._serving = serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin as uvicorn does, then say that we serve."""
        await super().startup(sockets)
        if self.started:
            seldom_look_for_cycles()
            self._serving()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, say good-bye, then as uvicorn does."""
        for server in self.servers:
            server.close()
        await self._farewell()
        await super().shutdown(sockets)


def config(application: Callable[..., Awaitable[None]], proxies: Sequence[str] = ()) -> uvicorn.Config:
    """The one way uvicorn is set up: for `beside serve`, for tests and for the bench."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # below that it names addresses and paths
    return uvicorn.Config(
        application,
        loop="uvloop",
        http=Pages,
        ws=Socket,
        ws_max_size=frames.MAX_BYTES,
        ws_per_message_deflate=False,
        ws_ping_timeout=PONG_WITHIN,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=5,
        lifespan="on",
    )


def listen(address: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError when the port is taken."""
    listener = bound(address, port)
    listener.listen(_IN_LINE)
    return listener


def bound(address: str, port: int, *, shared: bool = False) -> socket.socket:
    """A socket with an address, not yet listening; several `shared` ones divide what comes to a port.

    What it accepts is dropped when the other end takes nothing for half a minute, and the kernel keeps little
    for it until then: without that bound it took over half a megabyte for a reader who had stopped (P15).
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STUCK_AFTER_MS)
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)
    listener.bind((address, port))
    return listener


def run(
    house: House,
    listener: socket.socket,
    proxies: Sequence[str] = (),
    serving: Callable[[], None] = lambda: None,
) -> None:
    """Serve until told to stop. `serving` is called in the loop as soon as connections are taken."""
    _allow_many_sockets()
    server = Server(config(house, proxies), house.farewell, serving)
    server.run(sockets=[listener])


def seldom_look_for_cycles() -> None:
    """What is there at the start stays for good, and is not looked through again.

    A socket leaves no cycle behind (`Socket.connection_lost`, `Link.gone`), so old objects are hardly ever
    looked through: with ten thousand sockets, each such look held up everybody for more than a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 50)


def _allow_many_sockets() -> None:
    """A socket is an open file, and what a login shell allows (often 1,024) is soon too few."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def serve(house: House, installation: Environment) -> None:
    """Serve an installation until told to stop. Raises OSError when its port is taken."""
    run(house, listen(installation.listen, installation.port), installation.proxy)
