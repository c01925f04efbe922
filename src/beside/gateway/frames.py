"""Frames: one JSON object in each text message. What they mean is said above this room."""

import re
from enum import IntEnum
from typing import Any

import msgspec

from beside.foundation.errors import DomainError, TooMany

MAX_BYTES = 16 * 1024
"""Longest frame that is read, in bytes."""

Frame = dict[str, Any]

_decoder = msgspec.json.Decoder(Frame)
_encoder = msgspec.json.Encoder()
_LONGEST_ECHO = 64
_HALVES = re.compile(
    r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


class Code(IntEnum):
    """Why a socket was closed."""

    RESTART = 1012
    AGAIN = 1013
    WORDS_ONLY = 1003
    UNREADABLE = 1007
    FLOOD = 1008
    TOO_BIG = 1009
    OURS = 1011
    NOT_SIGNED_IN = 4401


class UnreadableError(ValueError):
    """The text is no frame at all."""


def encode(frame: Frame) -> bytes:
    """A frame as it travels. UUIDs and aware datetimes are written as text."""
    return _encoder.encode(frame)


def decode(text: str) -> Frame:
    """The frame in a text message. Raises UnreadableError if it is no JSON object with a short name `t`."""
    try:
        frame = _decoder.decode(_without_halves(text))
    except (msgspec.DecodeError, RecursionError, UnicodeError) as wrong:
        raise UnreadableError from wrong
    name = frame.get("t")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_ECHO:
        raise UnreadableError
    return frame


def refusal(frame: Frame, error: DomainError) -> Frame:
    """The `no` that answers a frame, with the sentence for the person."""
    answer = no(frame, error.code, str(error))
    if isinstance(error, TooMany):
        answer["retry_after"] = round(error.retry_after, 1)
    return answer


def no(frame: Frame, code: str, why: str = "") -> Frame:
    """A `no` to a frame. It names the frame it answers by `of`, and by `id` and `c` if it had them."""
    answer = {"t": "no", "of": frame["t"], "id": _echo(frame.get("id")), "code": code, "why": why}
    if "c" in frame:
        answer["c"] = _echo(frame["c"])
    return answer


def _without_halves(text: str) -> str:
    """Browsers escape half an emoji, cut by a field's length, as what is no character. It is dropped."""
    return _HALVES.sub(lambda found: found[1] or "", text) if "\\u" in text else text


def _echo(given: object) -> str | None:
    return given if isinstance(given, str) and len(given) <= _LONGEST_ECHO else None
