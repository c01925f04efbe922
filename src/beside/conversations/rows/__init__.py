"""The ledger's statements: one each for a whole batch, on the caller's transaction, without row objects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

import msgspec
from django.db import connection

from beside.conversations.rows import postgresql, sqlite
from beside.conversations.rows.voices import SLOWLY as SLOWLY

Identity = tuple[UUID, str, str]
"""What makes a retry the same entry: conversation, author, client id."""


class Log(msgspec.Struct):
    """A locked conversation: its head as it moves on, and whether people may still speak there."""

    head: int
    is_open: bool


class Known(NamedTuple):
    """An entry that was there."""

    conversation_id: UUID
    position: int
    kind: str
    author: str
    client_id: str
    sealed: bytes


class Row(NamedTuple):
    """An entry as it goes into its table."""

    conversation_id: UUID
    position: int
    kind: str
    author: str
    client_id: str
    sealed: bytes
    said_on: date


class Statements(Protocol):
    """What each database says in its own words."""

    def lock(self, ids: Sequence[UUID], wait: bool) -> Iterable[tuple[UUID, int, bool]]:
        """Conversations under their row locks, in the order of their ids."""

    def voices(self, seats: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The voice of each seat, SLOWLY for one that is slowed."""

    def known(self, identities: Sequence[Identity]) -> Iterable[tuple[UUID, int, str, str, str, bytes]]:
        """Entries with these identities, up to the sealed payload."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Write entries."""

    def move(self, heads: Mapping[UUID, int]) -> None:
        """Set the heads of conversations."""


_sqlite, _postgresql = sqlite.Statements(), postgresql.Statements()


def lock(ids: Iterable[UUID], *, wait: bool) -> dict[UUID, Log]:
    """Lock conversations in the order of their ids. Without `wait` those that others hold are left out."""
    found = _own().lock(sorted(set(ids)), wait)
    return {number: Log(head, bool(is_open)) for number, head, is_open in found}


def voices(seats: Iterable[int]) -> dict[int, str]:
    """What each seat may do, by its number: its voice, or SLOWLY."""
    wanted = list(set(seats))
    return dict(_own().voices(wanted)) if wanted else {}


def known(identities: Sequence[Identity]) -> list[Known]:
    """Entries that are there already under one of these identities: retries, whatever the session."""
    there = _own().known(identities) if identities else ()
    return [Known(*found[:5], bytes(found[5])) for found in there]


def insert(written: Sequence[Row], heads: Mapping[UUID, int]) -> None:
    """Write entries and move the heads of their conversations."""
    if written:
        with connection.wrap_database_errors:
            _own().insert(written)
            _own().move(heads)


def _own() -> Statements:
    return _sqlite if connection.vendor == "sqlite" else _postgresql
