"""The ledger's statements in PostgreSQL's words: lists go in as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection

from beside.conversations.rows.voices import VOICE

_LOCK = """
SELECT id, head, closed_at IS NULL AND erased_at IS NULL
FROM conversations_conversation WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""
_VOICES = f"SELECT id, {VOICE} FROM conversations_seat WHERE id = ANY(%s)"
_KNOWN = """
SELECT entry.conversation_id, entry.position, entry.kind, entry.author, entry.client_id, entry.sealed
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS asked (conversation_id, author, client_id)
JOIN conversations_entry AS entry USING (conversation_id, author, client_id)
"""
_INSERT = """
INSERT INTO conversations_entry (conversation_id, position, kind, author, client_id, sealed, said_on)
SELECT * FROM unnest(%s::uuid[], %s::int[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::date[])
"""
_MOVE = """
UPDATE conversations_conversation AS log SET head = moved.head
FROM unnest(%s::uuid[], %s::int[]) AS moved (id, head) WHERE log.id = moved.id
"""


class Statements:
    """See `rows.Statements`."""

    def lock(self, ids: Sequence[UUID], wait: bool) -> Iterable[tuple[UUID, int, bool]]:
        """Conversations under their row locks, in the order of their ids; without `wait` what is free."""
        return cast(list[tuple[UUID, int, bool]], _all(_LOCK if wait else f"{_LOCK} SKIP LOCKED", list(ids)))

    def voices(self, seats: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The voice of each seat."""
        return cast(list[tuple[int, str]], _all(_VOICES, list(seats)))

    def known(
        self, identities: Sequence[tuple[UUID, str, str]]
    ) -> Iterable[tuple[UUID, int, str, str, str, bytes]]:
        """Entries with these identities, up to the sealed payload."""
        found = _all(_KNOWN, *_columns(identities))
        return cast(list[tuple[UUID, int, str, str, str, bytes]], found)

    def insert(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write entries."""
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, _columns(rows))

    def move(self, heads: Mapping[UUID, int]) -> None:
        """Set the heads of conversations."""
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, _columns(list(heads.items())))


def _columns(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _all(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
