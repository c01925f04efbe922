"""Several gateway processes on one port: begun, watched, and replaced one after another.

Each place has a socket of its own on the port (SO_REUSEPORT), and the kernel divides what comes among those
that listen: with one socket for all, whoever wakes first may take a burst. The parent holds the sockets
and never accepts; a child listens on its own once it serves. A new child has the same socket as the old one,
so that nobody who waits in its line is lost. When one has died, its socket is given up at once: the others
get what comes.

A child says that it serves by a byte on a line to the parent; the end of that line tells either that the
other has gone, however it went.
"""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

PROGRAM: tuple[str, ...] = ("-m", "beside.project.command")
"""What a child runs, before its arguments."""

Bind = Callable[[], socket.socket]

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_SOUND_AFTER = 60.0
_SERVES_WITHIN = 60.0
_ENDS_WITHIN = 25.0
_REFUSED = 2


@dataclass(eq=False)
class Child:
    """A gateway process, and our end of its line."""

    number: int
    process: asyncio.subprocess.Process
    line: socket.socket
    begun: float

    async def serves(self) -> bool:
        """Wait until it serves. False when it has ended, or took too long."""
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(_SERVES_WITHIN):
                return bool(await loop.sock_recv(self.line, 1))
        return False

    async def end(self) -> None:
        """Ask it to end, wait for its good-byes, and then no longer."""
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self.process.wait(), _ENDS_WITHIN)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
        self.line.close()


class Place:
    """One of the places a child fills, and its socket. `renew` asks for a new child in it."""

    def __init__(self) -> None:
        self.renew = asyncio.Event()
        self.settled = asyncio.Event()
        self.listener: socket.socket | None = None

    def give_up(self) -> None:
        """Let go of the socket: what comes goes to the others."""
        if self.listener is not None:
            self.listener.close()
        self.listener = None


class Parent:
    """Keeps so many children serving. SIGTERM ends all, SIGHUP renews one after another."""

    def __init__(self, bind: Bind, places: int) -> None:
        self._bind = bind
        self._places = [Place() for _ in range(places)]
        self._alive: set[Child] = set()
        self._numbers = count(1)
        self._over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._renewing: asyncio.Task[None] | None = None

    async def run(self) -> int:
        """Until told to stop. The exit code: 0, or 2 when a child was refused at its first start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end, 0)
        loop.add_signal_handler(signal.SIGHUP, self._renew)
        keepers = [loop.create_task(self._keep(place)) for place in self._places]
        keepers.append(loop.create_task(self._told()))
        code = await self._over
        for keeper in keepers:
            keeper.cancel()
        await asyncio.wait(keepers)
        await asyncio.gather(*(child.end() for child in tuple(self._alive)))
        return code

    async def _told(self) -> None:
        for place in self._places:
            await place.settled.wait()
        _say(f"All {len(self._places)} processes serve.")

    def _end(self, code: int) -> None:
        if not self._over.done():
            self._over.set_result(code)

    def _renew(self) -> None:
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.get_running_loop().create_task(self._renew_all())

    async def _renew_all(self) -> None:
        for place in self._places:
            place.settled.clear()
            place.renew.set()
            await place.settled.wait()
        _say(f"All {len(self._places)} processes are renewed.")

    async def _keep(self, place: Place) -> None:
        child: Child | None = None
        pause = _FIRST_PAUSE
        while True:
            if child is None:
                child = await self._begun(place)
                place.settled.set()
            if child is not None and await self._lives(child, place):
                child = await self._replaced(child, place)
                continue
            place.give_up()
            pause = await self._rest(child, pause)
            child = None

    async def _lives(self, child: Child, place: Place) -> bool:
        """Watch a child. True when it shall be replaced, False when it has ended by itself."""
        ended = asyncio.create_task(child.process.wait())
        asked = asyncio.create_task(place.renew.wait())
        try:
            await asyncio.wait({ended, asked}, return_when=asyncio.FIRST_COMPLETED)
            return not ended.done()
        finally:
            ended.cancel()
            asked.cancel()

    async def _replaced(self, child: Child, place: Place) -> Child:
        """The new one serves before the old one says good-bye. If it never serves, the old one stays."""
        place.renew.clear()
        fresh = await self._begun(place)
        if fresh is None:
            _say("The new process does not serve: the old one stays.")
        else:
            await self._let_go(child)
        place.settled.set()
        return fresh or child

    async def _rest(self, child: Child | None, pause: float) -> float:
        """Say that a child has ended and wait before the next. Returns how long to wait after that one."""
        if child is not None:
            self._alive.discard(child)
            child.line.close()
            if asyncio.get_running_loop().time() - child.begun > _SOUND_AFTER:
                pause = _FIRST_PAUSE
            _say(
                f"Process {child.number} has ended by itself ({child.process.returncode}): a new one begins."
            )
        await asyncio.sleep(pause)
        return min(_LONGEST_PAUSE, pause * 2)

    async def _let_go(self, child: Child) -> None:
        await child.end()
        self._alive.discard(child)

    async def _begun(self, place: Place) -> Child | None:
        """A child that serves; None when it never did. Refused at the first start: the end of all."""
        child = await self._spawned(place)
        self._alive.add(child)
        if await child.serves():
            return child
        await self._let_go(child)
        _say(f"Process {child.number} did not come to serve ({child.process.returncode}).")
        if child.process.returncode == _REFUSED and child.number <= len(self._places):
            self._end(_REFUSED)
        return None

    async def _spawned(self, place: Place) -> Child:
        listener = place.listener = place.listener or self._bind()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            handles = (listener.fileno(), theirs.fileno())
            inherit = ",".join(map(str, handles))
            command = (sys.executable, *PROGRAM, "serve", "--inherit", inherit)
            process = await asyncio.create_subprocess_exec(*command, pass_fds=handles)
        return Child(next(self._numbers), process, ours, asyncio.get_running_loop().time())


def keep(bind: Bind, places: int) -> int:
    """Keep so many processes serving until told to stop. `bind` makes a socket. Returns the exit code."""

    async def parent() -> int:
        return await Parent(bind, places).run()

    return asyncio.run(parent())


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
