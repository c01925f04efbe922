"""One cell of the table on a socket: the real gateway and the real doors, with somebody's cookies."""

import asyncio
import json
import uuid
from http.cookies import SimpleCookie
from typing import Any, Self

from beside.gateway import bus
from beside.gateway.socket import Gateway
from beside.people import live
from beside.project import wiring

Frame = dict[str, Any]
PATIENCE = 10.0


class Line:
    """A socket, opened by whoever holds these cookies. What it hears is kept in `heard`."""

    def __init__(self, gateway: Gateway, cookies: SimpleCookie) -> None:
        self._up: asyncio.Queue[Frame] = asyncio.Queue()
        self._down: asyncio.Queue[Frame] = asyncio.Queue()
        pairs = "; ".join(f"{name}={one.value}" for name, one in cookies.items())
        heads = [("host", "localhost"), ("origin", "http://localhost"), ("cookie", pairs)]
        self._scope = {
            "type": "websocket",
            "path": "/live",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in heads],
        }
        self._gateway = gateway
        self.heard: list[Frame] = []

    async def __aenter__(self) -> Self:
        self._up.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._gateway(self._scope, self._up.get, self._down.put))
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._up.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait([self._task], timeout=PATIENCE)

    async def greeted(self) -> bool:
        """Whether this person is let in at all."""
        return (await self._until({"hello", "bye"}))["t"] == "hello"

    async def asks(self, frame: Frame) -> Frame:
        """Send a frame; its `no`, or its answer. What has none is followed by a ping."""
        answer = {"say": "said", "open": "open"}.get(frame["t"], "pong")
        for each in (frame, *([{"t": "ping"}] if answer == "pong" else [])):
            self._up.put_nowait({"type": "websocket.receive", "text": json.dumps(each)})
        return await self._until({"no", answer, "bye"})

    async def _until(self, names: set[str]) -> Frame:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._down.get()
                if event["type"] == "websocket.close":
                    return {"t": "bye", "why": event.get("code")}
                if event["type"] == "websocket.send":
                    frame: Frame = json.loads(event.get("text") or event["bytes"])
                    self.heard.append(frame)
                    if frame["t"] in names:
                        return frame


def gateway() -> Gateway:
    """The gateway of this house, without its looks and beats."""
    return Gateway(wiring.DOORS, live.greet, hosts=["localhost"])


async def begin() -> None:
    """What the server does before the first socket."""
    bus.current().start(asyncio.get_running_loop())


async def said(gate: Gateway, cookies: SimpleCookie, name: str, thing: object) -> tuple[str, list[Frame]]:
    """What a frame about something is answered with, in a word of the table, and all that was heard."""
    about = {"c": str(thing), "id": uuid.uuid4().hex, "words": "the words of this test", "p": 1, "on": True}
    async with Line(gate, cookies) as line:
        if not await line.greeted():
            return "sign-in", line.heard
        if name in {"read", "typing"}:
            await line.asks({"t": "open", "c": str(thing)})
        answer = await line.asks({"t": name, **about})
        if answer["t"] != "no":
            return ("in" if answer["t"] != "bye" else "sign-in"), line.heard
        return ("missing" if answer["code"] == "missing" else "in"), line.heard
