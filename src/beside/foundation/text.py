"""Cleaning what people write, without changing what they mean."""

import unicodedata

MAX_WORDS = 4000
"""Longest message, in characters after cleaning."""

_KEPT_CONTROLS = {"\n", "\t"}
_SPOOFING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def clean(raw: str) -> str:
    """Words as they are kept: NFC, no control or direction-override characters, no outer blank.

    Zero-width joiners stay: emoji and several scripts need them.
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        c for c in text if c in _KEPT_CONTROLS or (unicodedata.category(c) != "Cc" and c not in _SPOOFING)
    )
    return "".join(c for c in kept if not 0xD800 <= ord(c) <= 0xDFFF).strip()
