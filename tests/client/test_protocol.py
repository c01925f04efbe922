"""docs/protocol.schema.json tells the truth: real frames of the whole service are held against it."""

import asyncio
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from beside.client import Refused, Talker, Visitor
from beside.client.reading import Frame
from beside.foundation import errors
from beside.gateway import outbox
from beside.project import wiring
from tests.client.conftest import ROOT, Running

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "protocol.schema.json").read_text())


def validator(side: str) -> Draft202012Validator:
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{side}"}, format_checker=FormatChecker())


FROM_CLIENT, FROM_SERVER = validator("from_client"), validator("from_server")


class Watched(Talker):
    """A talker whose every frame is held against the schema."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard: dict[str, Frame] = {}
        self.wrong: list[str] = []
        self._send, self.line.send = self.line.send, self.send  # type: ignore[method-assign]

    async def send(self, frame: Frame) -> bool:
        """Send a frame that the schema knows."""
        FROM_CLIENT.validate(frame)
        return await self._send(frame)

    async def _hear(self, frame: Frame) -> None:
        self.heard[frame["t"]] = frame
        if frame["t"] == "entry":
            self.heard[f"entry {frame['kind']}"] = frame
        self.wrong += [f"{frame}: {error.message}" for error in FROM_SERVER.iter_errors(frame)]
        await super()._hear(frame)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(ValidationError):
        FROM_SERVER.validate({"t": "said", "c": "no uuid", "id": "x", "p": 1})
    with pytest.raises(ValidationError):
        FROM_SERVER.validate({"t": "pong", "more": 1})


def test_every_door_is_described() -> None:
    assert {*wiring.DOORS, "ping"} == set(SCHEMA["$defs"]["client"])


def test_every_refusal_has_its_code() -> None:
    codes = {each.code for each in _kinds(errors.DomainError)}
    assert codes - {"signed-out"} | {"unknown", "ours"} == set(SCHEMA["$defs"]["code"]["enum"])


def test_resync_is_described() -> None:
    FROM_SERVER.validate(json.loads(outbox._RESYNC))


def test_the_examples_on_the_page_are_right() -> None:
    page = (ROOT / "docs" / "protocol.md").read_text()
    shown = [line.split("→")[1].split("}")[0] + "}" for line in page.splitlines() if line.startswith("    →")]
    assert len(shown) == 4
    for text in shown:
        FROM_CLIENT.validate({**json.loads(text), "c": "6f9619ff-8b86-4011-b42d-00cf4fc964ff"})


def test_every_frame_of_a_chat_is_described(service: Running) -> None:
    with Visitor(service.origin) as visitor:
        chat = visitor.gets_in_line()
        maya = service.listener()

        async def go() -> dict[str, Frame]:
            async with Watched(service.origin, visitor.cookies, side="seeker") as seeker:
                async with Watched(service.origin, maya.cookies) as listener:
                    await _talk(chat, seeker, listener, maya.takes_next)
                    await _hears(seeker, "head", 14)
                await _hears(seeker, "presence", 8)
                await asyncio.to_thread(visitor.leaves)
                await _hears(seeker, "bye", 2)
                assert seeker.wrong + listener.wrong == []
                return {**listener.heard, **seeker.heard}

        heard = asyncio.run(go())
    names = {name for name in heard if " " not in name}
    assert names >= set(SCHEMA["$defs"]["server"]) - {"resync", "beat"}
    assert {"entry said", "entry joined"} <= set(heard)


async def _talk(chat: str, seeker: Watched, listener: Watched, take: Any) -> None:
    for talker in (seeker, listener):
        await talker.send({"t": "desk"})
        await talker.send({"t": "ping"})
    await seeker.open(chat)
    await seeker.say(chat, "I want to die. I have pills.")
    assert await asyncio.to_thread(take) == chat
    await listener.open(chat)
    await asyncio.sleep(0.3)
    await seeker.typing(chat, on=True)
    position = await listener.say(chat, "I am here with you.")
    await asyncio.sleep(0.3)
    await seeker.read(chat, position)
    with pytest.raises(Refused):
        await seeker.say("00000000-0000-4000-8000-000000000000", "nowhere")


async def _hears(talker: Watched, name: str, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while name not in talker.heard:
            await asyncio.sleep(0.05)


def _kinds(kind: type[errors.DomainError]) -> set[type[errors.DomainError]]:
    return {kind, *(each for child in kind.__subclasses__() for each in _kinds(child))}
