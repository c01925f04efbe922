"""Phrases that stand nowhere else, and the search for any word of them in what was stolen."""

import base64
import binascii
import random
import re
import zlib
from collections.abc import Iterable, Iterator

_SYLLABLES = [first + second for first in "bdfgjklmnprstvz" for second in "aeiou"]
_WORD = 10
_HEX = re.compile(rb"[0-9a-fA-F]{20,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")


def phrases(seed: int, many: int) -> list[str]:
    """So many phrases of three made-up words of ten letters, the same for the same seed."""
    chance = random.Random(f"phrases {seed}")
    return [" ".join(_word(chance) for _ in range(3)) for _ in range(many)]


def found(planted: Iterable[str], stolen: Iterable[bytes]) -> set[str]:
    """The planted words that somebody finds in these bytes: plain, in UTF-16, in hex, base64 or compressed.

    A word is found when its ten letters stand together, in any case, in what the bytes are or decode to.
    """
    words = {word.encode() for phrase in planted for word in phrase.split()}
    seen = {run for data in stolen for view in _views(data) for run in _runs(view) if run in words}
    return {word.decode() for word in seen}


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(_WORD // 2))


def _runs(view: bytes) -> Iterator[bytes]:
    """Every ten letters in a row, at every place."""
    lower = view.lower()
    for start in re.finditer(rb"[a-z]{10,}", lower):
        letters = start.group()
        yield from (letters[place : place + _WORD] for place in range(len(letters) - _WORD + 1))


def _views(data: bytes) -> Iterator[bytes]:
    yield data
    yield data.replace(b"\0", b"")
    for run in _HEX.findall(data):
        yield from _unhexed(run)
    for run in _BASE64.findall(data):
        yield from _unbased(run)
    yield from _unpacked(data)


def _unhexed(run: bytes) -> Iterator[bytes]:
    for offset in (0, 1):
        part = run[offset:]
        yield binascii.unhexlify(part[: len(part) // 2 * 2])


def _unbased(run: bytes) -> Iterator[bytes]:
    usual = run.translate(bytes.maketrans(b"-_", b"+/"))
    for offset in range(4):
        part = usual[offset:]
        yield base64.b64decode(part[: len(part) // 4 * 4])


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What zlib and gzip streams hold."""
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", data):
        try:
            yield zlib.decompressobj(wbits=47).decompress(data[match.start() : match.start() + 100_000])
        except zlib.error:
            continue
