"""The application: sockets to the gateway, pages over the bridge, everything else refused."""

import asyncio

from beside.gateway import bus
from beside.gateway.guest import Receive, Scope, Send
from beside.gateway.socket import Gateway
from beside.project import hooks
from beside.project.bridge import Bridge

LIVE = "/live"


class House:
    """One ASGI application."""

    def __init__(self, gateway: Gateway, bridge: Bridge) -> None:
        self._gateway = gateway
        self._bridge = bridge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or live from start to stop."""
        if scope["type"] == "http":
            await self._bridge(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            raise NotImplementedError(scope["type"])

    async def farewell(self) -> None:
        """Called by the server before it closes anything: sockets are told when to come back."""
        await self._gateway.farewell()

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == LIVE:
            await self._gateway(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        carrier = bus.current()
        carrier.start(asyncio.get_running_loop())
        await hooks.begin()
        await self._gateway.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._gateway.stop()
        await hooks.end()
        await asyncio.to_thread(carrier.stop)
        await send({"type": "lifespan.shutdown.complete"})
