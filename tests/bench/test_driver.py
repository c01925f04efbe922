"""The people who talk, in C, against a server of a few lines whose delays are known."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve

from bench import two
from bench.driving import Broken, Load, drive
from bench.figures import milliseconds
from bench.servers import Relay
from tests.throwaway import free_port, listens, wait_until

ROOM = "00000000-0000-0000-0000-00000000000"


class Stalling:
    """Speaks the wire. Once, after `at` messages, it stalls; or it loses one, or says one twice."""

    def __init__(self, people: Path, *, at: int = 0, stall: float = 0, lose: int = 0, twice: int = 0) -> None:
        self.people, self.port, self.processes = people, free_port(), [1]
        self.at, self.stall, self.lose, self.twice = at, stall, lose, twice
        self.count = 0
        self.rooms: dict[str, list[ServerConnection]] = {}
        self.heads: dict[str, int] = {}

    def stop(self) -> None:
        """Nothing to stop."""

    async def talk(self, socket: ServerConnection) -> None:
        await socket.send('{"t":"hello"}')
        async for raw in socket:
            frame = msgspec.json.decode(raw)
            if frame["t"] == "open":
                self.rooms.setdefault(frame["c"], []).append(socket)
                await socket.send(self._frame("open", frame, 0))
            else:
                await self._said(socket, frame)

    async def _said(self, socket: ServerConnection, frame: dict[str, str]) -> None:
        self.count += 1
        if self.count == self.at:
            await asyncio.sleep(0)
            threading.Event().wait(self.stall)
        head = self.heads[frame["c"]] = self.heads.get(frame["c"], 0) + 1
        for other in self.rooms[frame["c"]]:
            if self.count != self.lose:
                await other.send(self._frame("entry", frame, head, words=frame["words"]))
            if self.count == self.twice:
                await other.send(self._frame("entry", frame, head, words=frame["words"]))
        await socket.send(self._frame("said", frame, head, id=frame["id"]))

    def _frame(self, name: str, frame: dict[str, str], head: int, **more: str) -> str:
        return msgspec.json.encode({"t": name, "c": frame["c"], "p": head, **more}).decode()


@contextmanager
def open_(server: Stalling) -> Iterator[Stalling]:
    loop = asyncio.new_event_loop()
    done = asyncio.Event()

    async def run() -> None:
        async with serve(server.talk, "127.0.0.1", server.port):
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    try:
        wait_until(lambda: listens(server.port), "the server")
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people"
    file.write_text("".join(f"/live\tsid={n}\t{ROOM}{n // 2}\t0\n" for n in range(4)))
    return file


def test_a_stall_counts_for_every_message_that_was_due_meanwhile(people: Path) -> None:
    load = Load(mode="rate", people=4, rate=100, warm=0, seconds=2)
    with open_(Stalling(people, at=60, stall=0.5)) as server:
        found = drive(server, load)
    late = sorted(found.delivery)[-40:]
    assert len(found.delivery) >= 150
    assert late[0] > 50_000, "a driver that waits for an answer would have seen one late message, not fifty"
    assert milliseconds(found.delivery)["p99_ms"] > 400
    assert milliseconds(found.delivery)["p50_ms"] < 100


def test_everything_that_was_said_is_counted_where_it_arrives(people: Path) -> None:
    relay = Relay(people).start()
    try:
        found = drive(relay, Load(people=4, warm=0, seconds=1))
    finally:
        relay.stop()
    assert found.counts["delivered"] > 1_000
    assert abs(found.counts["delivered"] - found.counts["acked"]) <= 16
    assert found.counts["missing"] == found.counts["unacknowledged"] == found.counts["gaps"] == 0


def test_a_room_counts_each_of_the_others(people: Path) -> None:
    people.write_text("".join(f"/live\tsid={n}\t{ROOM}0\t0\n" for n in range(4)))
    relay = Relay(people).start()
    try:
        found = drive(relay, Load(mode="room", people=4, senders=2, warm=0, seconds=1))
    finally:
        relay.stop()
    under_way = 2 * 4 * 3  # at the start and at the end: two who speak, four each, three who hear
    assert found.counts["delivered"] == pytest.approx(3 * found.counts["sent"], abs=2 * under_way)


@pytest.mark.parametrize(("how", "word"), [({"lose": 30}, "missing"), ({"twice": 30}, "gaps")])
def test_a_message_lost_or_said_twice_spoils_the_run(people: Path, how: dict[str, int], word: str) -> None:
    load = Load(mode="rate", people=4, rate=100, warm=0, seconds=1, patience=1)
    with open_(Stalling(people, **how)) as server, pytest.raises(Broken, match=word):
        drive(server, load)


@pytest.mark.parametrize(
    ("apart", "moved"), [(True, [1, 3, 5, 7, 9, 11, 13, 15]), (False, [3, 4, 5, 6, 11, 12, 13, 14])]
)
def test_half_of_the_people_are_sent_to_the_other_port(tmp_path: Path, apart: bool, moved: list[int]) -> None:
    people = tmp_path / "people"
    people.write_text("".join(f"/live\tsid={n}\troom\t0\n" for n in range(16)))
    two.place(people, 8100, apart=apart)
    ports = [line.split("\t")[4:] for line in people.read_text().splitlines()]
    assert [at for at, port in enumerate(ports) if port == ["8100"]] == moved
    assert all(port in ([], ["8100"]) for port in ports)
