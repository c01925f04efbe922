"""The only code that writes entries. Two doors, one piece of SQL.

`submit` is the hot path: the one writer of this process commits all that has queued in one transaction.
`append` is for a verb that also writes rows of its own: inside the caller's transaction, last.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from beside.conversations import rows, slowing, writer
from beside.conversations.drafts import Draft, Event, Fresh, Promise, Written, about
from beside.conversations.models import EntryKind, Voice
from beside.conversations.rows import Identity, Log, Row
from beside.foundation import clock, vault
from beside.foundation.errors import Closed, DomainError, Invalid, NotForYou
from beside.journal import events, keys

Outcome = Written | DomainError
_followers: list[Callable[[Written], None]] = []
_carriers: list[Callable[[Sequence[Fresh]], None]] = []
_SPOKEN = frozenset({EntryKind.SAID, EntryKind.EDITED, EntryKind.WITHDRAWN})


def follow(told: Callable[[Written], None]) -> None:
    """Have `told` called with every entry after its commit, in the writing thread. It must not raise."""
    if told not in _followers:
        _followers.append(told)


def carry(told: Callable[[Sequence[Fresh]], None]) -> None:
    """Have `told` called once for each commit, with its entries in order. It must not raise."""
    if told not in _carriers:
        _carriers.append(told)


def submit(draft: Draft) -> "Future[Written]":
    """Queue one entry for the writer, from any thread or the loop. The future holds it after the commit.

    Refuses inside a transaction: the caller would wait for itself.
    """
    if asyncio._get_running_loop() is None and connection.in_atomic_block:
        raise RuntimeError("submit() inside a transaction would wait for itself; use append().")
    promised: Future[Written] = Future()
    promised.set_running_or_notify_cancel()
    writer.enqueue(draft, promised, commit)
    return promised


def hand_in(draft: Draft, told: Promise) -> None:
    """Queue one entry as `submit` does, without a future: `told` hears of it in the writer's thread."""
    writer.enqueue(draft, told, commit)


def begin() -> None:
    """Start the writer before the first word: it also keeps SQLite's log small."""
    writer.start(commit)


def append(draft: Draft) -> Written:
    """Write one entry inside the caller's transaction, as its last act."""
    if not connection.in_atomic_block:
        raise RuntimeError("append() belongs inside the caller's transaction; use submit().")
    key = keys.get(draft.key_id)
    logs = rows.lock([draft.conversation_id], wait=True)
    if not logs:
        raise NotForYou(_("There is no such conversation."))
    batch = _Batch(logs, {draft.key_id: key})
    [outcome] = batch.write([draft])
    if isinstance(outcome, DomainError):
        raise outcome
    transaction.on_commit(lambda: _tell(batch.fresh))
    return outcome


def commit(drafts: Sequence[Draft]) -> list[Outcome | None]:
    """One transaction for a batch, in order. None stands for a busy conversation: ask again."""
    opened = _keys({draft.key_id for draft in drafts})
    with transaction.atomic():
        logs = rows.lock((draft.conversation_id for draft in drafts), wait=False)
        batch = _Batch(logs, opened)
        outcomes = iter(batch.write([draft for draft in drafts if draft.conversation_id in logs]))
    _tell(batch.fresh)
    return [next(outcomes) if draft.conversation_id in logs else None for draft in drafts]


def _keys(wanted: Iterable[int]) -> dict[int, bytes | DomainError]:
    """Unwrapped before any lock is taken. A key that is gone refuses its own drafts, not the batch."""
    opened: dict[int, bytes | DomainError] = {}
    for key_id in wanted:
        try:
            opened[key_id] = keys.get(key_id)
        except DomainError as gone:
            opened[key_id] = gone
    return opened


class _Batch:
    """Drafts that are written together, under the locks of their conversations."""

    def __init__(self, logs: Mapping[UUID, Log], opened: Mapping[int, bytes | DomainError]) -> None:
        self.fresh: list[Fresh] = []
        self._logs = logs
        self._keys = opened
        self._today = clock.today()
        self._rows: list[Row] = []
        self._known: dict[Identity, Written] = {}
        self._voices: dict[int, str] = {}

    def write(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Write what may be written. One outcome for each draft, in order."""
        self._known = _already(drafts)
        self._voices = rows.voices([draft.seat_id for draft in drafts if draft.seat_id is not None])
        outcomes = [self._outcome(draft) for draft in drafts]
        rows.insert(self._rows, {row.conversation_id: row.position for row in self._rows})
        return outcomes

    def _outcome(self, draft: Draft) -> Outcome:
        key, identity = self._keys[draft.key_id], draft.identity
        if isinstance(key, DomainError):
            return key
        earlier = self._known.get(identity)
        if earlier is not None:
            return _again(draft, earlier, key)
        log = self._logs[draft.conversation_id]
        refusal = self._refusal(draft, log, key)
        if refusal is not None:
            return refusal
        written = self._written(draft, log, key)
        self._known[identity] = written
        return written

    def _refusal(self, draft: Draft, log: Log, key: bytes) -> DomainError | None:
        voice = Voice.SPEAKS if draft.seat_id is None else self._voices.get(draft.seat_id)
        if voice not in (Voice.SPEAKS, rows.SLOWLY):
            return NotForYou(_("You are no longer part of this conversation."))
        if not log.is_open and draft.kind in _SPOKEN:
            return Closed(_("This conversation has ended. Nothing more can be added to it."))
        return slowing.refusal(draft, key, self.fresh) if voice == rows.SLOWLY else None

    def _written(self, draft: Draft, log: Log, key: bytes) -> Written:
        log.head = position = log.head + 1
        number, author, client_id = draft.identity
        sealed = vault.seal(key, draft.encoded(), about(number, position, draft.key_id))
        self._rows.append(Row(number, position, draft.kind, author, client_id, sealed, self._today))
        written = Written(number, position, draft.kind, author, client_id, draft.key_id, sealed)
        self.fresh.append(Fresh(written, draft.payload))
        for event in draft.events:
            _announce(event, written)
        return written


def _already(drafts: Sequence[Draft]) -> dict[Identity, Written]:
    by_key = {draft.conversation_id: draft.key_id for draft in drafts}
    return {
        (row.conversation_id, row.author, row.client_id): Written(
            *row[:5], by_key[row.conversation_id], row.sealed
        )
        for row in rows.known([draft.identity for draft in drafts])
    }


def _again(draft: Draft, earlier: Written, key: bytes) -> Outcome:
    """A retry gives the first entry again; other words under the same mark are not taken for said."""
    try:
        if draft.kind in _SPOKEN and not _same(draft, earlier, key):
            return Invalid(
                _("Something else was sent under this mark already. Send it again as a new message.")
            )
    except DomainError as sealed:
        return sealed
    return structs.replace(earlier, fresh=False)


def _same(draft: Draft, earlier: Written, key: bytes) -> bool:
    said = earlier.opened(key)
    what = all(said.get(name) == draft.payload.get(name) for name in ("words", "target"))
    return what and earlier.kind == draft.kind


def _announce(event: Event, written: Written) -> None:
    key = f"{written.conversation_id}:{written.position}:{event.name}"
    facts = {**event.facts, "conversation": str(written.conversation_id), "position": written.position}
    events.announce(event.name, key=key, **facts)


def _tell(fresh: Sequence[Fresh]) -> None:
    if fresh:
        for carried in _carriers:
            carried(fresh)
        for told in _followers:
            for one in fresh:
                told(one.written)
