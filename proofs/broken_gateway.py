"""Gateways broken on purpose, for the controls of P6, P7 and P14 to P17. See `proofs.broken`."""

import asyncio
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from beside.gateway import admission, frames, greeting, outbox
from beside.gateway import socket as gateway
from beside.gateway.link import Link
from beside.project import asgi, processes, wiring
from beside.project.house import House

_MUCH = 10**9
_CAME_CALMLY = 220


def _door_raises() -> None:
    """A door that trusts what it is given."""

    async def typing(link: Link, frame: dict[str, Any]) -> None:
        frame["on"] + 1

    wiring.DOORS = {**_found(wiring.DOORS, "typing"), "typing": typing}


def _no_queue_bound() -> None:
    """Whatever waits for a reader is kept, for as long as it takes."""
    right = asgi.application
    bounds = outbox.Bounds(
        frames_per_second=_MUCH,
        frames_at_once=_MUCH,
        waiting_frames=_MUCH,
        waiting_bytes=_MUCH,
        reader_seconds=_MUCH,
    )

    def application(installation: Any) -> House:
        house = right(installation)
        house._gateway._bounds = bounds
        return house

    asgi.application = application


def _greets_on_the_loop() -> None:
    """Nobody waits at the door, and every twentieth greeting holds everybody up, as a slow hash would."""
    right = greeting.Greeting.who
    numbers = count()

    async def who(self: greeting.Greeting, scope: Any) -> Any:
        number = next(numbers)
        if number > _CAME_CALMLY and number % 20 == 0:
            time.sleep(1.5)
        return await right(self, scope)

    greeting.Greeting.who = who
    admission.Admission.at_once = lambda self: True


def _sockets_cost() -> None:
    """Each socket keeps 64 KiB that it has no use for."""
    right = gateway.Gateway._join

    def join(self: gateway.Gateway, link: Link) -> None:
        link.state["much"] = bytearray(b"x" * 65_536)
        right(self, link)

    gateway.Gateway._join = join


def _farewell_signs_out() -> None:
    """At a restart everybody is sent to sign in."""

    async def farewell(self: gateway.Gateway, within: float = 2.0) -> None:
        self._closing = True
        for link in self.hub:
            link.close(frames.Code.NOT_SIGNED_IN, "sign-in")
        await asyncio.sleep(0.5)

    gateway.Gateway.farewell = farewell


def _hints_alone() -> None:
    """What comes over the bus is all that ever comes: no beat names a head."""
    if not wiring.BEATS:
        raise LookupError("no beat names a head any more")
    wiring.BEATS = ()


def _children() -> None:
    """Not a breakage of its own: the processes that a parent begins are broken like it."""
    names = [name for name in sys.argv[1:] if name in BREAKAGES]
    processes.PROGRAM = ("-m", "proofs.child", ",".join(names))


def _found(doors: Any, name: str) -> dict[str, Any]:
    if name not in doors:
        raise LookupError(f"there is no door {name} any more")
    return dict(doors)


BREAKAGES: dict[str, Callable[[], None]] = {
    "door-raises": _door_raises,
    "no-queue-bound": _no_queue_bound,
    "greets-on-the-loop": _greets_on_the_loop,
    "sockets-cost": _sockets_cost,
    "farewell-signs-out": _farewell_signs_out,
    "hints-alone": _hints_alone,
    "children": _children,
}
