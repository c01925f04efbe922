"""The only code that writes entries. Two doors, one piece of SQL.

`submit` is the hot path: the one writer of this process commits all that has queued in one transaction.
`append` is for a verb that also writes rows of its own: inside the caller's transaction, last.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations import writer
from beside.conversations.drafts import Draft, Written, about
from beside.conversations.models import Conversation, Entry, EntryKind, Seat, Voice
from beside.foundation import clock, vault
from beside.foundation.errors import Closed, DomainError, NotForYou
from beside.journal import events, keys

Outcome = Written | DomainError
_followers: list[Callable[[Written], None]] = []


def follow(told: Callable[[Written], None]) -> None:
    """Have `told` called with every entry after its commit, in the writing thread. It must not raise."""
    if told not in _followers:
        _followers.append(told)


def submit(draft: Draft) -> "Future[Written]":
    """Queue one entry for the writer. The future holds what was written, after the commit.

    Refuses inside a transaction: the caller would wait for itself.
    """
    if connection.in_atomic_block:
        raise RuntimeError("submit() inside a transaction would wait for itself; use append().")
    keys.get(draft.key_id)
    return writer.enqueue(draft, commit)


def append(draft: Draft) -> Written:
    """Write one entry inside the caller's transaction, as its last act."""
    if not connection.in_atomic_block:
        raise RuntimeError("append() belongs inside the caller's transaction; use submit().")
    keys.get(draft.key_id)
    [outcome] = _write([draft], _locked([draft], wait=True))
    if isinstance(outcome, DomainError):
        raise outcome
    transaction.on_commit(lambda: _tell([outcome]))
    return outcome


def commit(drafts: Sequence[Draft]) -> list[Outcome | None]:
    """One transaction for a batch, in order. None stands for a busy conversation: ask again."""
    with transaction.atomic():
        heads = _locked(drafts, wait=False)
        ready = [draft for draft in drafts if draft.conversation_id in heads]
        outcomes = iter(_write(ready, heads))
    settled = [next(outcomes) if draft.conversation_id in heads else None for draft in drafts]
    _tell([outcome for outcome in settled if isinstance(outcome, Written)])
    return settled


def _locked(drafts: Sequence[Draft], *, wait: bool) -> dict[UUID, Conversation]:
    ids = sorted({draft.conversation_id for draft in drafts})
    rows = Conversation.objects.filter(pk__in=ids).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(skip_locked=not wait)
    found = {row.pk: row for row in rows}
    if wait and len(found) < len(ids):
        raise NotForYou(_("There is no such conversation."))
    return found


def _write(drafts: Sequence[Draft], heads: dict[UUID, Conversation]) -> list[Outcome]:
    known, voices = _already(drafts), _voices(drafts)
    fresh: list[Entry] = []
    outcomes: list[Outcome] = []
    for draft in drafts:
        if draft.identity in known:
            outcomes.append(known[draft.identity])
        elif refusal := _refusal(draft, heads[draft.conversation_id], voices):
            outcomes.append(refusal)
        else:
            entry = _next_entry(draft, heads[draft.conversation_id])
            fresh.append(entry)
            outcomes.append(Written.of(entry, draft.key_id))
            known[draft.identity] = Written.of(entry, draft.key_id, fresh=False)
            _announce(draft, entry)
    _insert(fresh, heads)
    return outcomes


def _already(drafts: Sequence[Draft]) -> dict[tuple[UUID, str, str], Written]:
    """Retries, found by their client id whatever the session."""
    rows = Entry.objects.filter(
        conversation_id__in={draft.conversation_id for draft in drafts},
        client_id__in={draft.client_id for draft in drafts},
    )
    by_key = {draft.conversation_id: draft.key_id for draft in drafts}
    return {
        (row.conversation_id, row.author, row.client_id): Written.of(
            row, by_key[row.conversation_id], fresh=False
        )
        for row in rows
    }


def _voices(drafts: Sequence[Draft]) -> dict[int, str]:
    seats = {draft.seat_id for draft in drafts if draft.seat_id is not None}
    return dict(Seat.objects.filter(pk__in=seats).values_list("pk", "voice")) if seats else {}


def _refusal(draft: Draft, conversation: Conversation, voices: dict[int, str]) -> DomainError | None:
    if draft.seat_id is not None and voices.get(draft.seat_id) != Voice.SPEAKS:
        return NotForYou(_("You are no longer part of this conversation."))
    if not conversation.is_open and draft.kind in {EntryKind.SAID, EntryKind.EDITED}:
        return Closed(_("This conversation has ended. Nothing more can be added to it."))
    return None


def _next_entry(draft: Draft, conversation: Conversation) -> Entry:
    conversation.head += 1
    seal_about = about(conversation.pk, conversation.head, draft.key_id)
    return Entry(
        conversation=conversation,
        position=conversation.head,
        kind=draft.kind,
        author=draft.author,
        client_id=draft.client_id,
        sealed=vault.seal(keys.get(draft.key_id), draft.encoded(), seal_about),
        said_on=clock.today(),
    )


def _announce(draft: Draft, entry: Entry) -> None:
    for event in draft.events:
        key = f"{entry.conversation_id}:{entry.position}:{event.name}"
        facts = {**event.facts, "conversation": str(entry.conversation_id), "position": entry.position}
        events.announce(event.name, key=key, **facts)


def _insert(fresh: Sequence[Entry], heads: dict[UUID, Conversation]) -> None:
    if not fresh:
        return
    Entry.objects.bulk_create(fresh)
    moved: defaultdict[UUID, int] = defaultdict(int)
    for entry in fresh:
        moved[entry.conversation_id] = max(moved[entry.conversation_id], entry.position)
    Conversation.objects.bulk_update([heads[pk] for pk in moved], ["head"])


def _tell(written: Sequence[Written]) -> None:
    for entry in written:
        if entry.fresh:
            for told in _followers:
                told(entry)
