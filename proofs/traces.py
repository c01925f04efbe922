"""Marks that a person carries, and looking for them: as they are, and in the forms in which they get away."""

import base64
import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

ENCODINGS = ("raw", "base64", "hex", "sha256", "md5", "url")
"""What a mark could hide in. Each covers its spellings: base64 in three places of a longer text, hashes in
bytes, hexadecimal and base64.
"""

HEADERS = (
    "X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
    "X-Cluster-Client-IP", "X-Originating-IP", "Via", "User-Agent", "Accept-Language", "Referer", "From",
    "X-Timezone", "Time-Zone", "X-Device-Id", "X-UIDH", "X-MSISDN", "X-Wap-Profile", "Sec-CH-UA",
    "Sec-CH-UA-Model", "Sec-CH-UA-Platform-Version", "Sec-CH-UA-Full-Version-List", "Device-Memory",
    "Viewport-Width", "Proxy-Authorization", "X-Request-Id", "Traceparent", "X-Requested-By",
    "If-None-Match",
)  # fmt: skip
"""Headers that give a person away, each with a mark of its own."""

OTHERS = (
    "peer address", "foreign cookie", "query", "missing page", "first words", "words by socket",
    "words in a form", "refused words", "guessed words", "name of a file",
)  # fmt: skip
"""Marks that come another way."""

NAMES = (*HEADERS, *OTHERS)


@dataclass(frozen=True)
class Found:
    """A mark in a file, in one of its forms."""

    name: str
    encoding: str
    where: str


def marks(chance: random.Random) -> dict[str, str]:
    """Forty marks by name. With a blank and a slash where it may be, so that each encoding changes them."""
    made = {name: f"{_token(chance)} {_token(chance)}/{_token(chance)}" for name in NAMES}
    made["peer address"] = f"127.{chance.randrange(100, 250)}.{chance.randrange(100, 250)}.{_last(chance)}"
    for name in ("Accept-Language", "query", "missing page", "foreign cookie", "guessed words"):
        made[name] = _token(chance) + _token(chance)
    return made


def headers(made: Mapping[str, str]) -> dict[str, str]:
    """What the person's browser, phone company and proxies say about them."""
    told = {name: made[name] for name in HEADERS}
    told["Accept-Language"] = f"en-x-{made['Accept-Language'][:8]}-{made['Accept-Language'][8:]}, en;q=0.9"
    told["Cookie"] = f"_ga={made['foreign cookie']}"
    return told


def forms(mark: str) -> dict[str, list[bytes]]:
    """Every form of a mark, by encoding."""
    raw = mark.encode()
    return {
        "raw": [raw, mark.encode("utf-16-le")],
        "base64": _base64(raw),
        "hex": [raw.hex().encode(), raw.hex().upper().encode()],
        "sha256": _digests(hashlib.sha256(raw).digest()),
        "md5": _digests(hashlib.md5(raw, usedforsecurity=False).digest()),
        "url": sorted(
            {quote(mark, safe="").encode(), quote(mark).encode(), quote_plus(mark).encode()} - {raw}
        ),
    }


def search(made: Mapping[str, str], places: Sequence[Path], since: float = 0) -> tuple[list[Found], int, int]:
    """Look into every file below these places. Returns what was found, and how many files and bytes.

    Files last written before `since` (seconds of the epoch) are passed over: the marks did not exist then. So
    is a file that the database has done away with since it was listed.
    """
    wanted = [
        (name, how, form) for name, mark in made.items() for how, some in forms(mark).items() for form in some
    ]
    found: list[Found] = []
    files = size = 0
    for path in _files(places):
        try:
            if path.stat().st_mtime < since:
                continue
            content = path.read_bytes().strip(b"\0")  # room that is held free is all noughts
        except FileNotFoundError:
            continue
        files, size = files + 1, size + len(content)
        found += [Found(name, how, path.name) for name, how, form in wanted if form in content]
    return found, files, size


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from [place] if place.is_file() else sorted(one for one in place.rglob("*") if one.is_file())


def _base64(raw: bytes) -> list[bytes]:
    """The middle of a mark in base64, wherever in a longer text it stands: three ways to be aligned."""
    inside = []
    for before in range(3):
        text = base64.b64encode(b"\0" * before + raw)
        start, end = (0, 2, 3)[before], len(text) - (4 if (before + len(raw)) % 3 else 0)
        inside += [text[start:end], base64.urlsafe_b64encode(b"\0" * before + raw)[start:end]]
    return sorted(set(inside))


def _digests(digest: bytes) -> list[bytes]:
    return [digest, digest.hex().encode(), digest.hex().upper().encode(), base64.b64encode(digest)[:-4]]


def _token(chance: random.Random) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(8))


def _last(chance: random.Random) -> int:
    return chance.randrange(100, 250)
