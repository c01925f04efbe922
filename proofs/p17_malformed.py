"""P17: a million frames that break the rules, from raw sockets."""

import asyncio
import json
import os
import random
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import uvloop

from proofs.crowd import Place, allow_many_files, framed, handshake, reached
from proofs.houses import SQLITE, House
from proofs.memory import resident
from proofs.shape import Outcome, Plan, Round, Verdict

NUMBER = "P17"
PROMISE = (
    "A million malformed frames crash nothing, leave no traceback, cost no memory and get the right code"
)
LIMITS = (
    "One server process on SQLite. The frames are of 22 kinds, mixed by chance; TLS is not in the way. "
    "Memory is compared with what it was after 300,000 such frames."
)
ROUNDS = {"short": 1, "long": 2}
FRAMES = {"short": 6_000, "long": 500_000}
WARM = {"short": 2_000, "long": 300_000}
SOCKETS = 24
GROWTH = {"short": 1.15, "long": 1.05}
"""RSS may grow so far after warming up. The short form is too short for the allocator to settle."""

_DEEP = 3_000
_PAIRS = 16

Make = Callable[[random.Random], bytes]


@dataclass(frozen=True)
class Kind:
    """A way to be wrong: how it is made, and which codes may close the socket (none: it is answered)."""

    make: Make
    codes: frozenset[int] = frozenset()


def _text(words: str | bytes) -> bytes:
    return framed(words if isinstance(words, bytes) else words.encode())


def _of(*texts: str) -> Make:
    return lambda dice: _text(dice.choice(texts))


def _wrong_types(dice: random.Random) -> bytes:
    values: list[object] = [None, True, -1, 1.5, 2**70, "", "x" * 200, [], [[[]]], {}, {"a": {"b": 1}}]
    fields = ("c", "id", "words", "after", "p", "on", "about")
    name = dice.choice(["open", "say", "read", "typing", "desk", "ping", "no such thing", "hello", "entry"])
    frame = {"t": name, **{key: dice.choice(values) for key in fields if dice.random() < 0.6}}
    return _text(json.dumps(frame))


def _in_fragments(dice: random.Random) -> bytes:
    words = b'{"t":"ping","id":"in pieces"}'
    cut = dice.randrange(1, len(words))
    return framed(words[:cut], 0x01) + framed(b"", 0x00) + framed(words[cut:], 0x80)


def _long(dice: random.Random) -> bytes:
    size = dice.choice([1 << 62, (1 << 63) - 1, 20_000, 1 << 33])
    return struct.pack("!BBQI", 0x81, 0xFF, size, 0) + b"x" * 100


def _unmasked(_dice: random.Random) -> bytes:
    return b"\x81\x0c" + b'{"t":"ping"}'


def _any_bytes(dice: random.Random) -> bytes:
    return bytes([dice.choice([0x83, 0x8B, 0x87, 0xF1, 0xC1, 0xA1, 0x91])]) + os.urandom(
        dice.randrange(1, 60)
    )


UNREADABLE, BROKEN = frozenset({1007}), frozenset({1002})

KINDS: dict[str, Kind] = {
    "wrong types": Kind(_wrong_types),
    "keys twice": Kind(_of('{"t":"say","t":"ping"}', '{"t":"open","c":1,"c":2}')),
    "in fragments": Kind(_in_fragments),
    "unknown names": Kind(_of('{"t":"__class__"}', '{"t":"_hear"}', '{"t":"' + "é" * 64 + '"}')),
    "half characters": Kind(_of(r'{"t":"say","words":"\ud83d"}', r'{"t":"typing","c":"\ud800"}')),
    "far numbers": Kind(_of('{"t":"open","c":"x","after":1e308}', '{"t":"read","p":99999999999999999999}')),
    "no object": Kind(_of("[1,2]", "null", "7", '"t"', "true", ""), UNREADABLE),
    "no name": Kind(_of("{}", '{"t":1}', '{"t":""}', '{"t":null}', '{"t":"' + "x" * 65 + '"}'), UNREADABLE),
    "no JSON": Kind(_of("{", '{"t":"ping"', "{'t':'ping'}", '{"t":"ping",}', "\0"), UNREADABLE),
    "not a number": Kind(_of('{"t":"say","p":NaN}', '{"t":"read","p":-Infinity}'), UNREADABLE),
    "deep lists": Kind(lambda _: _text("[" * _DEEP), UNREADABLE),
    "deep objects": Kind(lambda _: _text('{"a":' * _DEEP), UNREADABLE),
    "deep and whole": Kind(lambda _: _text('{"t":"say","a":' + "[" * _DEEP + "]" * _DEEP + "}"), UNREADABLE),
    "no UTF-8": Kind(lambda dice: _text(b'{"t":"\xff' + os.urandom(4) + b'"}'), UNREADABLE),
    "binary": Kind(lambda dice: framed(os.urandom(dice.randrange(0, 90)), 0x82), frozenset({1003})),
    "too long": Kind(lambda _: _text("x" * 16_500), frozenset({1009})),
    "a length that lies": Kind(_long, frozenset({1009, 1002})),
    "reserved bits": Kind(lambda dice: framed(b'{"t":"ping"}', dice.choice([0xC1, 0xA1, 0x91])), BROKEN),
    "no mask": Kind(_unmasked, BROKEN),
    "unknown opcode": Kind(lambda dice: framed(b"x", dice.choice([0x83, 0x87, 0x8B, 0x8F])), BROKEN),
    "a piece of nothing": Kind(lambda _: framed(b"more", 0x80), BROKEN),
    "a long ping": Kind(lambda _: framed(b"x" * 126, 0x89), BROKEN),
}  # fmt: skip
STAYS = [name for name, kind in KINDS.items() if not kind.codes]
ENDS = [name for name, kind in KINDS.items() if kind.codes]


@dataclass
class Found:
    """What was sent, how it ended, what was wrong."""

    sent: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def prove(plan: Plan, number: int) -> Round:
    """One server, warmed up, then so many frames; what it said, and what it weighs."""
    return _thrown(plan, House(SQLITE, pairs=_PAIRS), random.Random(f"{plan.seed}/{number}"))


def judge(rounds: Sequence[Round]) -> Verdict:
    """No crash, no line of trouble, the right codes, and a memory that stays as it was."""
    figures = {
        "frames": sum(each.figures["frames"] for each in rounds),
        "sockets": sum(each.figures["sockets"] for each in rounds),
        "tracebacks": sum(each.figures["tracebacks"] for each in rounds),
        "most_growth": max(each.figures["growth"] for each in rounds),
    }
    wrong = tuple(sentence for each in rounds for sentence in each.wrong)
    if wrong:
        return Verdict(Outcome.FAIL, figures, wrong[:10])
    if any(each.facts["missing"] for each in rounds):
        return Verdict(Outcome.UNKNOWN, figures, ("not every kind was sent",))
    return Verdict(Outcome.PASS, figures)


def a_door_that_raises(plan: Plan) -> Verdict:
    """A door trusts the type of what it is given."""
    house = House(SQLITE, pairs=_PAIRS, breakages=["door-raises"])
    return judge([_thrown(plan, house, random.Random(plan.seed), 2_000)])


CONTROLS = {"a door that raises": a_door_that_raises}


def _thrown(plan: Plan, house: House, dice: random.Random, frames: int = 0) -> Round:
    allow_many_files()
    frames = frames or FRAMES[plan.size]
    with house:
        house.start()
        assert house.server is not None
        places = [Place(each.side, each.cookie, each.conv) for pair in house.people for each in pair[:1]]
        uvloop.run(_throw(house.port, places, WARM[plan.size] if frames == FRAMES[plan.size] else 0, dice))
        before = resident(house.server.child)
        found = uvloop.run(_throw(house.port, places, frames, dice))
        grown = resident(house.server.child) / before
        stands = not house.server.has_ended() and uvloop.run(_answers(house.port, places[0]))
        return _round(plan, found, house.server.said(), stands, grown)


def _round(plan: Plan, found: Found, said: str, stands: bool, grown: float) -> Round:
    tracebacks = said.count("Traceback") + said.count(" failed: ")
    wrong = [f"{name}: {times} times" for name, times in found.wrong.items()]
    if tracebacks:
        wrong.append(f"{tracebacks} lines of trouble: {said.strip().splitlines()[-1]}")
    if not stands:
        wrong.append("it does not answer any more")
    if grown > GROWTH[plan.size]:
        wrong.append(f"memory is {grown:.2f} times what it was")
    figures = {
        "frames": found.sent,
        "sockets": sum(found.codes.values()),
        "tracebacks": tracebacks,
        "growth": round(grown, 3),
    }
    missing = sorted(set(KINDS) - set(found.kinds))
    return Round(figures, tuple(wrong), {"codes": dict(found.codes), "missing": missing})


async def _throw(port: int, places: Sequence[Place], frames: int, dice: random.Random) -> Found:
    found = Found()
    work = [
        _throw_some(port, place, frames, random.Random(dice.random()), found) for place in _around(places)
    ]
    await asyncio.gather(*work)
    return found


def _around(places: Sequence[Place]) -> Iterator[Place]:
    for number in range(SOCKETS):
        yield places[number % len(places)]


async def _throw_some(port: int, place: Place, frames: int, dice: random.Random, found: Found) -> None:
    while found.sent < frames:
        names = [*dice.choices(STAYS, k=dice.randrange(5, 60)), dice.choice(ENDS)]
        code = await _once(port, place, [KINDS[name].make(dice) for name in names])
        found.sent += len(names)
        found.kinds.update(names)
        found.codes[code] += 1
        if code not in KINDS[names[-1]].codes:
            found.wrong[f"“{names[-1]}” was closed with {code}"] += 1


async def _once(port: int, place: Place, messages: Sequence[bytes]) -> int:
    """Say all that on one socket. Returns the code it was closed with; 0 for none, 1 for no answer at all."""
    reaching = reached(port)
    await asyncio.get_running_loop().sock_connect(reaching, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=reaching)
    try:
        async with asyncio.timeout(30):
            writer.write(handshake(place, port))
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"".join(messages))
            return await _closed(reader)
    except TimeoutError:
        return 1
    except (OSError, asyncio.IncompleteReadError):
        return 0
    finally:
        writer.transport.abort()


async def _closed(reader: asyncio.StreamReader) -> int:
    while True:
        head = await reader.readexactly(2)
        size = head[1]
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        payload = await reader.readexactly(size)
        if head[0] & 15 == 8:
            return int.from_bytes(payload[:2], "big")


async def _answers(port: int, place: Place) -> bool:
    """Whether somebody well-behaved is still answered."""
    return await _once(port, place, [_text('{"t":"ping"}'), framed(struct.pack("!H", 1000), 0x88)]) == 1000
