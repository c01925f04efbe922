"""A root key in parts: any so many of them give it back, one fewer says nothing about it.

Shamir's secret sharing, byte by byte in GF(256) with the polynomial x^8 + x^4 + x^3 + x + 1: the secret is
the value at zero of a random polynomial, a share is its value at the share's number. On paper a share is four
lines in Crockford's base32 (no I, L, O, U), each with a check of its own: a slip of the pen is found there.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from beside.foundation.errors import Invalid

LINES = 4
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("OIL", "011")
_VERSION = 1
_BODY, _NAME, _HEAD, _CHECK = 32, 8, 4, 4
_DATA = (_HEAD + _NAME + _BODY) // LINES
_CHARACTERS = (_DATA + _CHECK) * 8 // 5


@dataclass(frozen=True)
class Share:
    """One part. `name` is the fingerprint of the whole key (16 hexadecimal digits)."""

    number: int
    needed: int
    of: int
    name: str
    body: bytes


def split(secret: bytes, *, needed: int, of: int, name: str) -> list[Share]:
    """So many shares, any `needed` of which give the secret back. Raises ValueError for what cannot be."""
    if len(secret) != _BODY or not 2 <= needed <= of <= 16:
        raise ValueError("A key of 32 bytes is split in 2 to 16 shares, at least two of which are needed.")
    rows = [[byte, *secrets.token_bytes(needed - 1)] for byte in secret]
    return [Share(x, needed, of, name, bytes(_value(row, x) for row in rows)) for x in range(1, of + 1)]


def joined(shares: Sequence[Share]) -> bytes:
    """The whole key. Raises Invalid for shares that do not belong together, or too few of them."""
    by_number = {share.number: share for share in shares}
    if len({(share.needed, share.of, share.name) for share in shares}) != 1:
        raise Invalid("These shares are not of the same key.")
    if len(by_number) < shares[0].needed:
        raise Invalid(f"{shares[0].needed} different shares are needed, and there are {len(by_number)}.")
    used = list(by_number.values())[: shares[0].needed]
    return bytes(_at_zero([(share.number, share.body[place]) for share in used]) for place in range(_BODY))


def written(share: Share) -> list[str]:
    """A share as four lines to be written down."""
    data = bytes([_VERSION, share.number, share.needed, share.of]) + bytes.fromhex(share.name) + share.body
    parts = [data[start : start + _DATA] for start in range(0, len(data), _DATA)]
    return [f"{line}: {_grouped(part + _check(line, part))}" for line, part in enumerate(parts, 1)]


def read(lines: Sequence[str]) -> Share:
    """A share as somebody typed it. Raises Invalid and names the line that has a slip in it."""
    if len(lines) != LINES:
        raise Invalid(f"A share has {LINES} lines.")
    data = b"".join(_read_line(number, line) for number, line in enumerate(lines, 1))
    version, number, needed, of = data[:_HEAD]
    if version != _VERSION:
        raise Invalid("This share was made by a newer Beside.")
    return Share(number, needed, of, data[_HEAD : _HEAD + _NAME].hex(), data[_HEAD + _NAME :])


def _read_line(number: int, line: str) -> bytes:
    bare = re.sub(r"^\s*\d\s*:", "", line).upper().translate(_LOOKS_LIKE)
    kept = re.sub(r"[\s-]", "", bare)
    if len(kept) != _CHARACTERS or not set(kept) <= set(_ALPHABET):
        raise Invalid(
            f"Line {number} has {len(kept)} letters and digits that count; it should have {_CHARACTERS}."
        )
    value = sum(_ALPHABET.index(letter) << (5 * place) for place, letter in enumerate(reversed(kept)))
    whole = value.to_bytes(_DATA + _CHECK, "big")
    if _check(number, whole[:_DATA]) != whole[_DATA:]:
        raise Invalid(f"Line {number} has a slip in it: compare it with the paper, letter by letter.")
    return whole[:_DATA]


def _grouped(data: bytes) -> str:
    value = int.from_bytes(data, "big")
    letters = "".join(_ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(_CHARACTERS)))
    return " ".join(letters[start : start + 4] for start in range(0, _CHARACTERS, 4))


def _check(line: int, part: bytes) -> bytes:
    return hashlib.sha256(b"beside share" + bytes([line]) + part).digest()[:_CHECK]


def _value(coefficients: Sequence[int], x: int) -> int:
    total = 0
    for coefficient in reversed(coefficients):
        total = _times(total, x) ^ coefficient
    return total


def _at_zero(points: Sequence[tuple[int, int]]) -> int:
    """Lagrange's polynomial through the points, at zero. Subtraction is addition here."""
    total = 0
    for x, y in points:
        share = y
        for other, _ in points:
            if other != x:
                share = _times(share, _times(other, _inverse(other ^ x)))
        total ^= share
    return total


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0x100:
            left ^= 0x11B
        right >>= 1
    return product


def _inverse(number: int) -> int:
    """The power 254: every number but zero has 255 powers."""
    result = 1
    for _ in range(254):
        result = _times(result, number)
    return result
