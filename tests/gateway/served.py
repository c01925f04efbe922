"""A real server whose doors show what the gateway does. A process: `python -m tests.gateway.served '{…}'`."""

import asyncio
import gc
import json
import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.conf import settings

if not settings.configured:
    settings.configure(USE_I18N=True, LANGUAGES=[("en", "English"), ("fr", "French")], DATABASES={})
    django.setup()

from beside.foundation.errors import Invalid, TooMany
from beside.foundation.threads import in_room
from beside.gateway import admission, bus, elsewhere, presence
from beside.gateway.admission import Rank
from beside.gateway.guest import Guest, Receive, Scope, Send
from beside.gateway.outbox import Bounds
from beside.gateway.redisbus import RedisBus
from beside.gateway.socket import Gateway, Link
from beside.project import hooks, serving
from beside.project.apologies import Answer
from beside.project.bridge import Bridge, Measure, _ask
from beside.project.environ import environ
from beside.project.house import House

Frame = dict[str, Any]
STATE: dict[str, Any] = {"threads": set(), "changes": [], "tellings": 0}


def greet(scopes: Sequence[Scope]) -> list[Guest | None]:
    """The guests of these handshakes."""
    return [_guest(scope) for scope in scopes]


def _guest(scope: Scope) -> Guest | None:
    """The guest in the cookie `who`: a JSON object."""
    cookies = SimpleCookie(
        b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode()
    )
    if "who" not in cookies:
        return None
    who = json.loads(bytes.fromhex(cookies["who"].value))
    return Guest(
        UUID(who["person"]), who.get("side", "seeker"), who.get("language", "en"), "s", who.get("epoch", 0)
    )


async def echo(link: Link, frame: Frame) -> None:
    await link.send({"t": "echo", "words": frame.get("words")})


async def follow(link: Link, frame: Frame) -> None:
    async def heard(payload: bytes) -> None:
        await link.send({"t": "heard", "words": payload.decode()})

    await link.follow(frame["topic"], heard)
    await link.send({"t": "following"})


async def shout(link: Link, frame: Frame) -> None:
    await in_room("en", bus.publish, frame["topic"], frame["words"].encode())


async def pour(link: Link, frame: Frame) -> None:
    for number in range(frame["times"]):
        await link.send({"t": "drop", "n": number, "words": "x" * frame["size"]})


async def splash(link: Link, frame: Frame) -> None:
    for number in range(frame["times"]):
        link.push(b'{"t":"drop","n":%d,"words":"%s"}' % (number, b"x" * frame.get("size", 0)))


async def refuse(link: Link, frame: Frame) -> None:
    if frame.get("slow"):
        raise TooMany("Slower, please.", retry_after=2.5)
    raise Invalid("That will not do.")


async def break_(link: Link, frame: Frame) -> None:
    raise RuntimeError("secret-words-of-a-person " + str(frame.get("words")))


async def hang(link: Link, frame: Frame) -> None:
    await asyncio.sleep(3600)


async def look(link: Link, frame: Frame) -> None:
    person = UUID(frame["person"])
    last = presence.last_here(person)
    await link.send(
        {
            "t": "look",
            "here": presence.here(person),
            "last": last.isoformat() if last else None,
            "well": bus.current().well,
            "tellings": STATE["tellings"],
            "changes": [change for change in STATE["changes"] if change[0] == str(person)],
            "state": sorted(link.state),
        }
    )


async def remember(link: Link, frame: Frame) -> None:
    link.state["open"] = True


async def litter(link: Link, frame: Frame) -> None:
    """What is left to the looks for cycles since the last time it was asked; there are none meanwhile."""
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    gc.collect()
    left = Counter(type(one).__name__ for one in gc.garbage)
    gc.set_debug(0)
    gc.garbage.clear()
    gc.collect()
    await link.send({"t": "littered", "left": {name: left[name] for name in OURS if left[name]}})


OURS = ("Socket", "Pages", "Link", "Outbox", "ServerProtocol", "HttpRequestParser", "TCPTransport")


async def beat(link: Link) -> None:
    await link.send({"t": "head", "p": 7})


def dash(link: Link, frame: Frame) -> bool:
    """The quick door: answers at once, unless it is asked to leave it to the ordinary one."""
    if frame.get("slowly"):
        return False
    if frame.get("refuse"):
        raise Invalid("No.")
    link.push(json.dumps({"t": "dashed", "n": frame.get("n")}).encode())
    return True


async def walk(link: Link, frame: Frame) -> None:
    """The ordinary door of the same frame."""
    await asyncio.sleep(0.02)
    await link.send({"t": "walked", "n": frame.get("n")})


DOORS = {
    "echo": echo, "follow": follow, "shout": shout, "pour": pour, "refuse": refuse, "break": break_,
    "hang": hang, "splash": splash, "look": look, "remember": remember, "dash": walk,
    "litter": litter,
}  # fmt: skip


class Naive(Bridge):
    """What the bridge must not be: a thread is held while a body comes and while an answer goes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        held = super().__call__(scope, receive, send)
        await loop.run_in_executor(
            self._threads, lambda: asyncio.run_coroutine_threadsafe(held, loop).result()
        )

    async def _answer(self, scope: Scope, body: bytes) -> Answer:
        return _ask(self._pages, environ(scope, body))


def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A small WSGI application."""
    STATE["threads"].add(threading.get_ident())
    path = environ["PATH_INFO"]
    body = environ["wsgi.input"].read()
    if path == "/break":
        raise RuntimeError("secret-words-of-a-person")
    if path == "/slow":
        time.sleep(1)
    answer = {"/big": lambda: b"x" * 8_000_000, "/threads": lambda: str(len(STATE["threads"])).encode()}
    told = answer.get(path, lambda: json.dumps(_told(environ, body)).encode())()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [told]


def _told(environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    shown = {key: value for key, value in environ.items() if isinstance(value, str)}
    return {"length": len(body), "environ": shown}


def main(wanted: dict[str, Any]) -> None:
    """Serve. `wanted`: port, and perhaps redis, epochs and ranks (files), bounds, measure, naive, pace …"""
    logging.basicConfig(level=logging.DEBUG)
    serving.HEADERS_WITHIN = wanted.get("headers_within", 20.0)
    presence.GONE_AFTER = wanted.get("gone_after", 0.5)
    elsewhere.SAY_EVERY, elsewhere.BELIEVED_FOR = wanted.get("believed", (10.0, 30.0))
    presence.on_change(_note)
    if wanted.get("redis"):
        bus.use(RedisBus(wanted["redis"]))

    def poll(since: datetime) -> dict[UUID, int]:
        if "epochs" not in wanted:
            return {}
        return {UUID(who): number for who, number in json.loads(Path(wanted["epochs"]).read_text()).items()}

    def ranks(persons: Collection[UUID]) -> dict[UUID, Rank]:
        known = json.loads(Path(wanted["ranks"]).read_text()) if "ranks" in wanted else {}
        return {person: Rank(known[str(person)]) for person in persons if str(person) in known}

    _set_pace(wanted)
    bounds = Bounds(**wanted.get("bounds", {}))
    gateway = Gateway(DOORS, greet, beats=[beat], poll=poll, ranks=ranks, bounds=bounds, quick={"dash": dash})
    bridge = Naive if wanted.get("naive") else Bridge
    house = House(gateway, bridge(pages, Measure(**wanted.get("measure", {}))))
    hooks.during(start=lambda: _write("begun"), stop=lambda: _write("ended"))
    serving.run(house, serving.listen("127.0.0.1", wanted["port"]))


def _note(changed: Mapping[UUID, bool]) -> None:
    STATE["tellings"] += 1
    STATE["changes"] += [(str(person), here) for person, here in changed.items()]


def _set_pace(wanted: dict[str, Any]) -> None:
    if "pace" in wanted:
        admission._LEAST = admission._FIRST = admission._MOST = wanted["pace"]
        admission._BURST = 1


def _write(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
