"""A right taken away closes its sockets within a second."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from tests.gateway.conftest import Served


def test_an_older_epoch_is_closed_within_a_second_by_the_table_alone(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    rows = tmp_path / "epochs.json"
    rows.write_text("{}")
    server = serve(epochs=str(rows))

    async def go() -> None:
        person = uuid4()
        async with (
            server.guest(person, epoch=1) as old,
            server.guest(person, epoch=2) as new,
            server.guest() as other,
            server.guest(person, epoch=1) as busy,
        ):
            await busy.says(t="hang")
            await asyncio.sleep(1)
            spare = rows.with_suffix(".new")
            spare.write_text(json.dumps({str(person): 2}))
            spare.rename(rows)
            start = time.monotonic()
            code, frames = await old.is_closed()
            assert time.monotonic() - start <= 1
            assert (code, frames) == (4401, [{"t": "bye", "why": "revoked"}])
            assert (await busy.is_closed())[0] == 4401
            assert time.monotonic() - start <= 1
            assert await new.asks(t="ping") == await other.asks(t="ping") == {"t": "pong"}

    asyncio.run(go())
    assert "Traceback" not in server.said()


def test_the_look_goes_on_after_the_table_was_away(serve: Callable[..., Served], tmp_path: Path) -> None:
    rows = tmp_path / "epochs.json"
    server = serve(epochs=str(rows))

    async def go() -> None:
        person = uuid4()
        async with server.guest(person) as guest:
            await asyncio.sleep(1)
            assert await guest.asks(t="ping") == {"t": "pong"}
            rows.write_text(json.dumps({str(person): 1}))
            assert (await guest.is_closed(within=1.2))[0] == 4401

    asyncio.run(go())
    assert "FileNotFoundError" in server.said()
    assert str(tmp_path) not in server.said()
