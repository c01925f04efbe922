"""A seeker's name: an adjective and a thing, from lists read by people, one file for each language."""

import json
import secrets
from collections.abc import Collection
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_FALLBACK = "en"
_TRIES = 12


def pick(language: str, *, taken: Collection[str] = ()) -> str:
    """A name in this language (English where it has no list), not among `taken` if one is quickly found."""
    name = _one(language)
    for _try in range(_TRIES):
        if name not in taken:
            break
        name = _one(language)
    return name


def languages() -> list[str]:
    """The languages that have a list."""
    return sorted(path.stem.removeprefix("pseudonyms.") for path in _DATA.glob("pseudonyms.*.json"))


def words(language: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The adjectives, the things, and how they stand together, such as "{adjective} {thing}"."""
    short = language.lower().partition("-")[0]
    return _read(short if short in languages() else _FALLBACK)


def _one(language: str) -> str:
    adjectives, things, order = words(language)
    name = order.format(adjective=secrets.choice(adjectives), thing=secrets.choice(things))
    return name[:1].upper() + name[1:]


@cache
def _read(language: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    data = json.loads((_DATA / f"pseudonyms.{language}.json").read_text(encoding="utf-8"))
    return tuple(data["adjectives"]), tuple(data["things"]), data["order"]
