"""The reviewed table, read, and what it expects of one cell."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("table.toml")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STRANGERS = frozenset({"nobody", "seeker", "left", "closed"})
"""Whom a door of the staff does not know: nobody, seekers, someone whose account was closed."""

NOTES = ("groups", "objects", "frames")


@dataclass(frozen=True)
class Row:
    """One line of the table. `may` says with which objects each role may; "" stands for no object."""

    name: str
    door: str
    methods: frozenset[str]
    may: Mapping[str, frozenset[str]]
    otherwise: str
    answers: frozenset[str]

    def allows(self, role: str, thing: str) -> bool:
        """Whether this role may do this with such an object."""
        return thing in self.may.get("all", frozenset()) | self.may.get(role, frozenset())

    def expects(self, method: str, role: str, thing: str) -> frozenset[str]:
        """The answers that are right in this cell, as `asking.said` names them."""
        if method not in self.methods:
            return frozenset({"method"})
        turned_away = self._at_the_door(role)
        if turned_away:
            return frozenset({turned_away}) | ({"words kept"} & self.answers)
        if self.allows(role, thing):
            return frozenset({"in"}) | self.answers
        return frozenset({"missing" if self.otherwise == "missing" else "in", "missing"})

    def _at_the_door(self, role: str) -> str:
        if self.door == "visit" and role != "seeker":
            return "way in"
        if self.door in {"staff", "in"} and role in STRANGERS:
            return "sign-in"
        return "step" if self.door == "staff" and role == "before" else ""


@cache
def written() -> Mapping[str, dict[str, dict[str, str]]]:
    """The file, part by part."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def pages() -> dict[str, Row]:
    """The lines of all pages."""
    return {
        name: _row(name, line)
        for part, lines in written().items()
        if part not in NOTES
        for name, line in lines.items()
    }


def frames() -> dict[str, Row]:
    """The lines of all frames."""
    return {name: _row(name, {"at": "socket", **line}) for name, line in written()["frames"].items()}


def objects_of(parameter: str) -> list[str]:
    """What an address may name in this place, such as "own", "other", "missing"."""
    return str(written()["objects"][parameter]).split()


def _row(name: str, line: Mapping[str, str]) -> Row:
    return Row(
        name,
        line["at"],
        frozenset(line.get("methods", "").split()),
        _may(line["who"]),
        line.get("otherwise", "missing"),
        frozenset(filter(None, (one.strip() for one in line.get("answers", "").split(",")))),
    )


def _may(who: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for token in who.split():
        roles, _colon, things = token.partition(":")
        named = frozenset(part for thing in things.split("+") for part in _named("objects", thing))
        for role in _named("groups", roles):
            found[role] = found.get(role, frozenset()) | named
    return found


def _named(kind: str, word: str) -> list[str]:
    return str(written()[kind].get(word, word)).split() or [""]
