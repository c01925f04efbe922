"""Whatever comes in, the server stands, answers or closes with a reason, and writes down nothing of it."""

import asyncio
import json
import random
import struct
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_

from tests.gateway.conftest import Guest, Served

CLOSES = {1002, 1003, 1007, 1008, 1009}
NAMES = ["echo", "refuse", "break", "look", "follow", "ping", "open", "say", "no such thing"]

anything = any_.recursive(
    any_.none() | any_.booleans() | any_.integers() | any_.floats() | any_.text(max_size=30),
    lambda inner: any_.lists(inner, max_size=4) | any_.dictionaries(any_.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
frames = any_.fixed_dictionaries(
    {"t": any_.sampled_from(NAMES) | anything},
    optional=dict.fromkeys(("id", "c", "words", "topic", "person", "p", "after", "on"), anything),
)
messages = frames.map(json.dumps) | any_.text(max_size=200) | any_.binary(max_size=200)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=any_.lists(messages, min_size=1, max_size=5))
def test_any_message_is_answered_or_closed_with_a_reason(served: Served, sent: list[str | bytes]) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            for message in sent:
                await guest.socket.send(message)
            await guest.socket.send('{"t": "ping", "words": "last"}')
            await _pong_or_close(guest)

    asyncio.run(go())


async def _pong_or_close(guest: Guest) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                frame: dict[str, Any] = json.loads(await guest.socket.recv())
            except Exception:
                assert guest.socket.close_code in CLOSES
                return
            if frame["t"] == "pong":
                return
            assert frame["t"] in ("no", "echo", "look", "following", "bye"), frame


def test_raw_bytes_after_the_handshake_end_only_their_own_socket(served: Served) -> None:
    dice = random.Random(7)

    async def go() -> None:
        async with served.guest() as steady:
            for _ in range(150):
                async with served.guest() as guest:
                    guest.socket.transport.write(_broken(dice))  # type: ignore[attr-defined]
                    guest.socket.transport.write_eof()  # type: ignore[attr-defined]
                    await guest.is_closed()
            assert await steady.asks(t="ping") == {"t": "pong"}

    asyncio.run(go())
    assert served.process is not None
    assert served.process.poll() is None
    assert "Traceback" not in served.said()


def test_what_is_no_text_ends_its_socket_and_leaves_no_line(served: Served) -> None:
    async def go() -> None:
        for whole in (True, False):
            async with served.guest() as guest:
                guest.socket.transport.write(_text(b'{"t":"\xff\xfe"}', whole))  # type: ignore[attr-defined]
                await guest.is_closed()
                assert guest.socket.close_code == 1007

    before = served.said()
    asyncio.run(go())
    assert served.said() == before


def _text(payload: bytes, whole: bool) -> bytes:
    """One masked text, or in two pieces."""
    mask = b"\x01\x02\x03\x04"
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    if whole:
        return bytes([0x81, 0x80 | len(payload)]) + mask + masked
    return (
        bytes([0x01, 0x84]) + mask + masked[:4] + bytes([0x80, 0x80 | len(payload) - 4]) + mask + masked[4:]
    )


def _broken(dice: random.Random) -> bytes:
    """A frame that breaks a rule: reserved bits, no mask, a length that lies, half a character."""
    payload = dice.choice([b"\xff\xfe", b'{"t":"ping"}', dice.randbytes(dice.randrange(1, 120)), b""])
    first = dice.choice([0x81, 0x01, 0x80, 0x82, 0xC1, 0xF1, 0x83, 0x8B, 0x88, 0x09, dice.randrange(256)])
    length = dice.choice([len(payload), len(payload) + 1, 125])
    if dice.random() < 0.3:
        return (
            bytes([first, 0x80 | 127]) + struct.pack("!Q", dice.choice([1 << 62, 20_000, 1 << 63])) + payload
        )
    mask = dice.randbytes(4)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return bytes([first, dice.choice([0x80, 0]) | length]) + mask + masked
