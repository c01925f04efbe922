"""The ledger's statements in SQLite's words.

Whatever is read comes back as one JSON text: the driver gives the interpreter's lock away for every row, and
beside a busy loop each time it comes back costs milliseconds. Lists go in as JSON, so the text stays the same
and is prepared once; entries go in by powers of two for the same reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from beside.conversations.rows.voices import VOICE

_CONVERSATIONS = "conversations_conversation"
_ENTRIES = "conversations_entry"
_MOST_AT_ONCE = 256

_LOCK = f"""
SELECT json_group_array(json_array(id, head, closed_at IS NULL AND erased_at IS NULL))
FROM {_CONVERSATIONS} WHERE id IN (SELECT value FROM json_each(?))
"""
_VOICES = f"""
SELECT json_group_array(json_array(id, {VOICE}))
FROM conversations_seat WHERE id IN (SELECT value FROM json_each(?))
"""
_KNOWN = f"""
SELECT conversation_id, position, kind, author, client_id, sealed
FROM json_each(?) AS asked CROSS JOIN {_ENTRIES} AS entry
ON entry.conversation_id = json_extract(asked.value, '$[0]')
AND entry.author = json_extract(asked.value, '$[1]')
AND entry.client_id = json_extract(asked.value, '$[2]')
"""
_MOVE = f"""
UPDATE {_CONVERSATIONS} SET head = json_extract(moved.value, '$[1]')
FROM json_each(?) AS moved WHERE {_CONVERSATIONS}.id = json_extract(moved.value, '$[0]')
"""

_logs = msgspec.json.Decoder(list[tuple[str, int, int]])
_voices = msgspec.json.Decoder(list[tuple[int, str]])


class Statements:
    """See `rows.Statements`. The transaction is IMMEDIATE, so the lock is held already."""

    def lock(self, ids: Sequence[UUID], wait: bool) -> Iterable[tuple[UUID, int, bool]]:
        """Conversations of these ids."""
        by_name = {number.hex: number for number in ids}
        found = _logs.decode(_one(_LOCK, list(by_name)))
        return [(by_name[name], head, bool(is_open)) for name, head, is_open in found]

    def voices(self, seats: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The voice of each seat."""
        return _voices.decode(_one(_VOICES, seats))

    def known(
        self, identities: Sequence[tuple[UUID, str, str]]
    ) -> Iterable[tuple[UUID, int, str, str, str, bytes]]:
        """Entries with these identities, up to the sealed payload."""
        asked = [(number.hex, author, client_id) for number, author, client_id in identities]
        found = _run(_KNOWN, [_json(asked)]).fetchall()
        return [(UUID(row[0]), *row[1:]) for row in found]

    def insert(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write entries, the most at once first."""
        done = 0
        while done < len(rows):
            size = min(_MOST_AT_ONCE, 1 << (len(rows) - done).bit_length() - 1)
            values = [value for row in rows[done : done + size] for value in _plain(*row)]
            _run(_insert(size), values)
            done += size

    def move(self, heads: Mapping[UUID, int]) -> None:
        """Set the heads of conversations."""
        _run(_MOVE, [_json([(number.hex, head) for number, head in heads.items()])])


def _plain(number: UUID, *between: Any) -> tuple[Any, ...]:
    said_on: date = between[-1]
    return (number.hex, *between[:-1], said_on.isoformat())


@cache
def _insert(size: int) -> str:
    values = ",".join(["(?,?,?,?,?,?,?)"] * size)
    return (
        f"INSERT INTO {_ENTRIES} (conversation_id, position, kind, author, client_id, sealed, said_on) "
        f"VALUES {values}"
    )


def _one(statement: str, asked: Sequence[Any]) -> str:
    answer: str = _run(statement, [_json(asked)]).fetchone()[0]
    return answer


def _run(statement: str, values: Sequence[Any]) -> Any:
    """On the driver itself: no translation of places, no object around the cursor."""
    return connection.connection.execute(statement, values)


def _json(asked: Sequence[Any]) -> str:
    return msgspec.json.encode(asked).decode()
