"""Many handshakes at once: each gets its answer, and whoever has gone leaves nothing behind."""

import asyncio
import socket
import struct

from tests.gateway.conftest import Served

MANY = 40


def shaken(served: Served) -> socket.socket:
    """A raw socket that has asked for its handshake."""
    raw = socket.create_connection(("127.0.0.1", served.port))
    lines = (
        "GET /live HTTP/1.1",
        f"Host: localhost:{served.port}",
        f"Origin: {served.origin}",
        "Cookie: who=7b22706572736f6e223a2022" + "36" * 32 + "227d",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    return raw


def cut(raw: socket.socket) -> None:
    """End it with a reset, as a phone does that is out of reach."""
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def test_who_has_gone_leaves_no_cycle_behind(served: Served) -> None:
    assert asyncio.run(_left_behind(served)) == {}


async def _left_behind(served: Served) -> dict[str, int]:
    async with served.guest() as looks:
        await looks.says(t="litter")
        await looks.hears("littered")
        for _each in range(3):
            async with served.guest() as one:
                assert (await one.asks(t="ping"))["t"] == "pong"
        for raw in [shaken(served) for _each in range(5)]:
            assert (await asyncio.to_thread(raw.recv, 4096)).startswith(b"HTTP/1.1 101")
            cut(raw)
        await asyncio.sleep(0.5)
        await looks.says(t="litter")
        left: dict[str, int] = (await looks.hears("littered"))["left"]
        return left


def test_all_of_many_who_come_at_once_get_their_answer(served: Served) -> None:
    raws = [shaken(served) for _each in range(MANY)]
    for raw in raws:
        raw.settimeout(5)
        assert raw.recv(4096).startswith(b"HTTP/1.1 101")
        cut(raw)


def test_who_goes_before_their_turn_holds_up_nobody(served: Served) -> None:
    raws = [shaken(served) for _each in range(MANY)]
    for raw in raws[::2]:
        cut(raw)
    for raw in raws[1::2]:
        raw.settimeout(5)
        assert raw.recv(4096).startswith(b"HTTP/1.1 101")
        cut(raw)
