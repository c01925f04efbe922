"""The short way in and out: the same frames, the same order and the same answers as by the long one."""

import asyncio
import json
import os
import struct
from typing import Any

from tests.gateway.conftest import Frame, Guest, Served


def framed(data: bytes, first: int = 0x81) -> bytes:
    """One masked frame as a browser sends it."""
    mask = os.urandom(4)
    head = (
        bytes([first, 0x80 | len(data)]) if len(data) < 126 else struct.pack("!BBH", first, 0xFE, len(data))
    )
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


def dash(number: int, **more: Any) -> bytes:
    """A frame for the quick door."""
    return json.dumps({"t": "dash", "n": number, **more}).encode()


async def heard(guest: Guest, count: int) -> list[Frame]:
    """The next so many frames."""
    return [await guest.hears() for _ in range(count)]


def raw(guest: Guest, data: bytes) -> None:
    """Bytes straight onto the wire."""
    guest.socket.transport.write(data)  # type: ignore[attr-defined]


def test_many_frames_in_one_packet_and_one_in_many(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            raw(guest, b"".join(framed(dash(number)) for number in range(6)))
            assert await heard(guest, 6) == [{"t": "dashed", "n": number} for number in range(6)]
            for byte in framed(dash(6, words="é" * 100)):
                raw(guest, bytes([byte]))
                await asyncio.sleep(0)
            assert await guest.hears() == {"t": "dashed", "n": 6}
            split = framed(dash(7)) + framed(dash(8))
            raw(guest, split[:-9])
            assert await guest.hears() == {"t": "dashed", "n": 7}
            raw(guest, split[-9:])
            assert await guest.hears() == {"t": "dashed", "n": 8}

    asyncio.run(go())


def test_what_waits_is_never_overtaken(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            frames = [dash(0), dash(1, slowly=True), dash(2), dash(3, slowly=True), dash(4)]
            raw(guest, b"".join(framed(frame) for frame in frames))
            assert [answer["n"] for answer in await heard(guest, 5)] == [0, 1, 2, 3, 4]
            await asyncio.sleep(0.1)
            raw(guest, framed(dash(5)))  # nothing waits any more: the short way is open again
            assert await guest.hears() == {"t": "dashed", "n": 5}

    asyncio.run(go())


def test_pieces_pings_and_refusals_go_as_ever(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            begin, end = dash(0)[:5], dash(0)[5:]
            raw(guest, framed(begin, 0x01) + framed(b"here", 0x89) + framed(end, 0x80))
            assert (await guest.hears())["n"] == 0
            refused = await guest.asks(t="dash", n=1, id="a", refuse=True)
            assert (refused["t"], refused["of"], refused["id"], refused["why"]) == ("no", "dash", "a", "No.")
            assert await guest.asks(t="dash", n=2) == {"t": "dashed", "n": 2}

    asyncio.run(go())


def test_a_frame_within_a_message_in_pieces_breaks_the_rules(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            raw(guest, framed(dash(0)[:5], 0x01) + framed(dash(1)))
            assert await guest.is_closed() == (1002, [])

    asyncio.run(go())


def test_no_mask_half_a_character_and_too_much_are_refused(served: Served) -> None:
    async def go() -> None:
        for bytes_, code in (
            (bytes([0x81, len(dash(0))]) + dash(0), 1002),
            (framed(b'{"t":"dash","n":"\xff"}'), 1007),
            (struct.pack("!BBQ", 0x81, 0xFF, 20_000), 1009),
            (framed(b"hello", 0xF1), 1002),
        ):
            async with served.guest() as guest:
                raw(guest, bytes_)
                assert await guest.is_closed() == (code, [])

    asyncio.run(go())


def test_the_short_way_keeps_to_the_pace(serve: Any) -> None:
    server = serve(bounds={"frames_per_second": 20, "frames_at_once": 3, "frames_held_back": 60})

    async def go() -> float:
        async with server.guest() as guest:
            begun = asyncio.get_running_loop().time()
            raw(guest, b"".join(framed(dash(number)) for number in range(9)))
            assert sorted(answer["n"] for answer in await heard(guest, 9)) == list(range(9))
            return asyncio.get_running_loop().time() - begun

    assert asyncio.run(go()) > 0.25


def test_what_was_written_goes_out_before_the_good_bye(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            raw(guest, framed(dash(0)) + framed(dash(1)) + framed(struct.pack("!H", 1000), 0x88))
            _code, before = await guest.is_closed()
            assert [frame["n"] for frame in before] == [0, 1]

    asyncio.run(go())
