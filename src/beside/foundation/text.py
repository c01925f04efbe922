"""Cleaning what people write, without changing what they mean."""

import re
import unicodedata

MAX_WORDS = 4000
"""Longest message, in characters after cleaning."""

_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but line ends and tabs, what turns the direction of writing round, and halves of characters."""


def clean(raw: str) -> str:
    """Words as they are kept: NFC, no control or direction-override characters, no outer blank.

    Zero-width joiners stay: emoji and several scripts need them.
    """
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return _DROPPED.sub("", text).strip()
