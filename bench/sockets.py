"""Sockets that say nothing: how fast people sign on, and what each costs in memory while it waits."""

import time
from collections.abc import Sequence

from bench import machine
from bench.driving import Driven, Load, drive
from bench.figures import Figures, Tally, milliseconds, ratio
from bench.servers import Product, Relay, Server
from bench.talk import product

IDLE = (1_000, 5_000, 10_000)
SIGNING_ON = 500
CHATS = 500
SETTLE = 3


def sign_on(runs: int, *, limits: bool = True) -> Tally:
    """A thousand people connect, half of them staff, 64 at a time. Sessions are looked at; then chats."""
    tally = Tally()
    with product("pairs", SIGNING_ON) as house:
        for _run in range(runs):
            ours = _signed_on(house)
            tally.add(ours)
            tally.add(_signed_on(house, opens=True), "into_a_chat_")
            if limits:
                theirs = _connected(Relay(house.people).start(), _hold(2 * SIGNING_ON, opens=False))
                tally.add({"relay_per_s": theirs["per_s"]})
                tally.add({"times_relay_per_s": ratio(ours["per_s"], theirs["per_s"])})
    return tally


def idle(counts: Sequence[int] = IDLE) -> Tally:
    """KiB for each socket of a seeker who is signed on, by how many there are; and for one in a chat."""
    tally = Tally()
    with product("alone", max(counts)) as house:
        for count in counts:
            tally.add(_kept(house, count, opens=False), f"at_{count}_")
    with product("pairs", CHATS) as house:
        tally.add(_kept(house, 2 * CHATS, opens=True), "in_a_chat_")
    return tally


def _hold(people: int, *, opens: bool, seconds: int = 0) -> Load:
    return Load(mode="idle", people=people, hold=seconds, opens=opens)


def _signed_on(house: Product, *, opens: bool = False) -> Figures:
    house.fresh().start()
    return _connected(house, _hold(2 * SIGNING_ON, opens=opens))


def _connected(server: Server, load: Load) -> Figures:
    """Drive a server until everyone is in, then end it. Its processor time is per person, in ms."""
    before, used = machine.cpu_seconds(server.processes), 0.0

    def note(event: str) -> None:
        nonlocal used
        if event == "connected":
            used = machine.cpu_seconds(server.processes) - before

    try:
        found: Driven = drive(server, load, note)
    finally:
        end = getattr(server, "rest", server.stop)
        end()
    each = {"cpu_ms_each": used / load.people * 1000}
    return {"per_s": float(found.connected["per_s"]), **each, **milliseconds(found.signing_on)}


def _kept(house: Product, count: int, *, opens: bool) -> Figures:
    """Memory before anybody comes, and after everybody has been there for a while."""
    house.fresh().start()
    time.sleep(1)
    before, after = machine.pss_kib(house.processes), 0

    def note(event: str) -> None:
        nonlocal after
        if event == "connected":
            time.sleep(SETTLE)
            after = machine.pss_kib(house.processes)

    try:
        drive(house, _hold(count, opens=opens, seconds=SETTLE + 3), note)
    finally:
        house.rest()
    return {"kib_each": (after - before) / count, "mib": after / 1024}
