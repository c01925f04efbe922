"""What comes in through a socket, and what is answered."""

import asyncio
import json
import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.gateway.conftest import Served

Serve = Callable[..., Served]


def test_a_frame_reaches_its_door(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            assert await guest.asks(t="echo", words="Bonjour ☀") == {"t": "echo", "words": "Bonjour ☀"}
            assert await guest.asks(t="ping") == {"t": "pong"}

    asyncio.run(go())


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, None),
        ("null", None),
        ("http://elsewhere.example", None),
        ("http://localhost.elsewhere.example:{port}", None),
        ("http://localhost:1", None),
        ("ftp://localhost:{port}", None),
        ("http://elsewhere.example", "elsewhere.example"),
        ("http://me@localhost:{port}", None),
    ],
)
def test_a_strangers_page_opens_no_socket(served: Served, origin: str | None, host: str | None) -> None:
    async def go() -> None:
        given = origin.format(port=served.port) if origin else None
        headers = {"Host": host} if host else {}
        with pytest.raises(InvalidStatus) as refused:
            async with connect(
                f"ws://localhost:{served.port}/live", origin=given, additional_headers=headers
            ):  # type: ignore[arg-type]
                pass
        assert refused.value.response.status_code == 403

    asyncio.run(go())


def test_another_path_is_no_socket(served: Served) -> None:
    async def go() -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"ws://localhost:{served.port}/other", origin=served.origin):  # type: ignore[arg-type]
                pass
        assert refused.value.response.status_code == 403

    asyncio.run(go())


def test_who_is_not_signed_in_is_told_so(served: Served) -> None:
    async def go() -> None:
        async with connect(f"ws://localhost:{served.port}/live", origin=served.origin) as socket:  # type: ignore[arg-type]
            assert json.loads(await socket.recv()) == {"t": "bye", "why": "sign-in"}
            await socket.wait_closed()
            assert socket.close_code == 4401

    asyncio.run(go())


def test_a_refusal_is_a_sentence(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            no = await guest.asks(t="refuse", id="m1", c="c1")
            assert no == {
                "t": "no", "of": "refuse", "id": "m1", "c": "c1", "code": "invalid",
                "why": "That will not do.",
            }  # fmt: skip
            slow = await guest.asks(t="refuse", slow=True)
            assert (slow["code"], slow["retry_after"]) == ("slow", 2.5)
            unknown = await guest.asks(t="nonsense", id="m2")
            assert (unknown["code"], unknown["id"]) == ("unknown", "m2")

    asyncio.run(go())


def test_our_own_fault_is_answered_and_logged_without_words(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            no = await guest.asks(t="break", id="m1", words="her-own-words")
            assert (no["code"], no["why"]) == ("ours", "")
            assert (await guest.asks(t="echo", words="still here"))["words"] == "still here"

    asyncio.run(go())
    assert "RuntimeError at served.py" in served.said()
    assert "secret-words" not in served.said()
    assert "her-own-words" not in served.said()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 17_000, 1009),
        (json.dumps({"t": "echo", "words": "é" * 9_000}, ensure_ascii=False), 1009),
        ("no json", 1007),
        ("[1, 2]", 1007),
        ('{"words": "no name"}', 1007),
        ('{"t": ""}', 1007),
        ("[" * 16_000, 1007),
        ('{"a":' * 3_000, 1007),
        ('{"t": "echo", "words": NaN}', 1007),
        (b"\x00\x01", 1003),
    ],
)
def test_what_is_no_frame_ends_the_socket(served: Served, text: str | bytes, code: int) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            await guest.socket.send(text)
            assert (await guest.is_closed())[0] == code

    asyncio.run(go())


def test_half_an_emoji_does_not_end_the_socket(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            await guest.socket.send(r'{"t": "echo", "words": "ok \ud83d \ude00 \ud83d\ude00 \\ud83d"}')
            assert (await guest.hears())["words"] == "ok   😀 \\ud83d"

    asyncio.run(go())


def test_a_hurried_guest_is_slowed_and_loses_nothing(served: Served) -> None:
    async def go() -> None:
        async with served.guest() as guest:
            start = time.monotonic()
            for number in range(30):
                await guest.says(t="echo", words=number)
            heard = [(await guest.hears("echo"))["words"] for _ in range(30)]
            assert heard == list(range(30)), "nothing lost, in order"
            assert 1.7 < time.monotonic() - start < 4, "20 at once, then 5 a second"

    asyncio.run(go())


def test_a_flood_ends_and_hurts_nobody(serve: Serve) -> None:
    server = serve(bounds={"frames_held_back": 10})

    async def go() -> None:
        async with server.guest() as flooder, server.guest() as other:
            for number in range(2000):
                await flooder.says(t="echo", words=number)
            start = time.monotonic()
            assert await other.asks(t="echo", words="fine") == {"t": "echo", "words": "fine"}
            assert time.monotonic() - start < 0.5
            code, before = await flooder.is_closed()
            assert code == 1008
            assert sum(frame["t"] == "echo" for frame in before) == 30

    asyncio.run(go())


def test_a_reader_that_does_not_read_is_let_go(serve: Serve) -> None:
    server = serve(bounds={"farewell_seconds": 1, "reader_seconds": 1})

    async def go() -> None:
        async with server.guest() as stuck, server.guest() as other:
            stuck.socket.transport.pause_reading()  # type: ignore[attr-defined]
            await stuck.says(t="pour", times=400, size=60_000)
            start = time.monotonic()
            while time.monotonic() - start < 3:
                asked = time.monotonic()
                await other.asks(t="ping")
                assert time.monotonic() - asked < 0.3
                await asyncio.sleep(0.25)
            assert _memory(server) < before + 12_000_000, (
                "no more than its bound and the sockets' own buffers"
            )
            stuck.socket.transport.resume_reading()  # type: ignore[attr-defined]
            code, frames = await stuck.is_closed()
            assert code in (1013, None)
            assert len([frame for frame in frames if frame["t"] == "drop"]) < 400

    before = _memory(server)
    asyncio.run(go())


def test_too_many_frames_at_once_mean_resync(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        async with server.guest() as guest:
            await guest.says(t="pour", times=1000, size=2000)
            assert [(await guest.hears("drop"))["n"] for _ in range(1000)] == list(range(1000)), "a whole log"
            await guest.says(t="splash", times=300)
            assert [(await guest.hears("drop"))["n"] for _ in range(300)] == list(range(300)), "none waits"
            await guest.says(t="splash", times=64, size=3000)
            assert [(await guest.hears("drop"))["n"] for _ in range(64)] == list(range(64))
            await guest.says(t="splash", times=400, size=60_000)
            code, before = await guest.is_closed()
            assert (code, before[-1]) == (1013, {"t": "resync"})
            assert len(before) < 400, "what waits is bounded"
        async with server.guest() as guest:
            await guest.says(t="pour", times=1, size=300_000)
            assert await guest.is_closed() == (1013, [{"t": "resync"}])

    asyncio.run(go())


def test_a_restart_says_when_to_come_back(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        async with server.guest() as one, server.guest() as two, server.guest() as three:
            await three.says(t="hang")
            server.process.terminate()  # type: ignore[union-attr]
            ends = await asyncio.gather(*(guest.is_closed() for guest in (one, two, three)))
            assert [code for code, _ in ends] == [1012] * 3
            waits = [frames[-1]["retry_after"] for _, frames in ends]
            assert all(frames[-1]["t"] == "bye" and frames[-1]["why"] == "restart" for _, frames in ends)
            assert len(set(waits)) == 3
            assert all(0.2 <= wait <= 2 for wait in waits)

    asyncio.run(go())
    assert server.process is not None
    assert server.process.wait(10) in (0, -15)
    assert [word for word in server.said().split() if word in ("begun", "ended")] == ["begun", "ended"]


def test_only_so_many_sockets_for_one_person(serve: Serve) -> None:
    server = serve(bounds={"sockets_per_person": 2})

    async def go() -> None:
        person = uuid4()
        async with (
            server.guest(person) as first,
            server.guest(person) as second,
            server.guest(person) as third,
        ):
            assert (await first.is_closed())[0] == 1008
            assert await second.asks(t="ping") == await third.asks(t="ping") == {"t": "pong"}

    asyncio.run(go())


def test_something_is_said_every_twelve_seconds(serve: Serve) -> None:
    server = serve()

    async def go() -> None:
        async with server.guest() as quiet, server.guest() as reader:
            await reader.says(t="remember")
            assert await quiet.hears(within=14) == {"t": "beat"}
            assert await reader.hears("head", within=14) == {"t": "head", "p": 7}

    asyncio.run(go())


def _memory(server: Served) -> int:
    assert server.process is not None
    with open(f"/proc/{server.process.pid}/statm") as statm:
        return int(statm.read().split()[1]) * 4096
