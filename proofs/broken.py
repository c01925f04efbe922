"""Beside, broken on purpose: each breakage is what one negative control must find. Only for `proofs.serving`.

A breakage changes the product in this process before it serves. It must find what it changes, or the start
fails: a control that breaks nothing any more would be seen. Settings are broken in `proofs.early`.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from msgspec import structs

from beside.conversations import ledger, writer
from beside.conversations.drafts import Draft, Promise, Written
from beside.conversations.models import Conversation, Seat
from beside.conversations.rows import postgresql
from beside.foundation import clock, faults
from beside.people import live as people
from beside.project import wiring
from proofs import broken_desk, broken_gateway, broken_rights, leaks

_SLOW_DISK = 0.05

_moves = ExitStack()
"""Holds what moves the clock: let go of, it would put the clock back."""


def breaks(names: Sequence[str]) -> None:
    """Make these breakages."""
    for name in names:
        _BREAKAGES[name]()


def _ack_before_commit() -> None:
    """The answer leaves while the entry waits for a slow disk."""
    right_enqueue, right_commit = writer.enqueue, ledger.commit
    heads: dict[UUID, int] = {}
    early = ThreadPoolExecutor(1)

    def written(draft: Draft) -> Written:
        number = draft.conversation_id
        heads[number] = 1 + (heads.get(number) or Conversation.objects.get(pk=number).head)
        return _written(draft, heads[number])

    def enqueue(draft: Draft, promised: Promise, how: Any) -> None:
        right_enqueue(draft, Future(), how)
        early.submit(lambda: promised.set_result(written(draft)))

    def commit(drafts: Sequence[Draft]) -> Any:
        time.sleep(_SLOW_DISK)
        return right_commit(drafts)

    writer.enqueue, ledger.commit = enqueue, commit


def _errors_swallowed() -> None:
    """Whatever goes wrong on the way to the disk, people are told that it is there, and nothing ends."""
    right = ledger.commit
    faults.is_of_the_disk = lambda _error: False

    def commit(drafts: Sequence[Draft]) -> Any:
        try:
            return right(drafts)
        except Exception:
            return [_written(draft, 1) for draft in drafts]

    ledger.commit = commit


def _no_look_up() -> None:
    """What is said again is said anew. The constraint has to be away as well."""
    ledger._already = lambda _drafts: {}


def _greatest_and_one() -> None:
    """Positions by MAX() + 1, without the lock. The constraint on positions has to be away as well."""

    def lock(_self: Any, ids: Sequence[UUID], wait: bool) -> Any:
        time.sleep(_SLOW_DISK / 10)
        found = Conversation.objects.filter(pk__in=ids).annotate(greatest=Max("entries__position"))
        return [(each.pk, each.greatest or 0, each.is_open) for each in found]

    postgresql.Statements.lock = lock


def _scoped_to_session() -> None:
    """A client id is known within one connection only, as where a retry belongs to a device."""
    right_greet, right_enqueue = people.greet, writer.enqueue
    sessions: Counter[int] = Counter()

    def greet(scopes: Any) -> Any:
        guests = right_greet(scopes)
        for guest in guests:
            if guest is not None:
                sessions.update(Seat.objects.filter(person_id=guest.person).values_list("pk", flat=True))
        return guests

    def enqueue(draft: Draft, promised: Promise, how: Any) -> None:
        told: Future[Written] = Future()
        told.add_done_callback(lambda done: _retold(promised, done, draft.client_id))
        scoped = f"{draft.client_id}.{sessions[draft.seat_id or 0]}"
        right_enqueue(structs.replace(draft, client_id=scoped), told, how)

    people.greet, writer.enqueue = greet, enqueue


def _retold(told: Promise, done: "Future[Written]", client_id: str) -> None:
    """Pass an outcome on under the client id that was asked with."""
    if error := done.exception():
        told.set_exception(error)
    else:
        told.set_result(structs.replace(done.result(), client_id=client_id))


def _cursor_by_time() -> None:
    """A reader comes back with the second of what it saw last, and is given what is later than that."""
    right = wiring.DOORS["open"]
    seconds: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def told(written: Written) -> None:
        seconds[str(written.conversation_id)][written.position] = int(time.monotonic())

    async def open_(link: Any, frame: dict[str, Any]) -> None:
        known = seconds[str(frame.get("c"))]
        second = known.get(frame.get("after", 0))
        same = [position for position, at in known.items() if at == second]
        await right(link, {**frame, "after": max(same, default=frame.get("after", 0))})

    ledger.follow(told)
    wiring.DOORS["open"] = open_  # type: ignore[index]  # a Mapping to everyone else


def _a_day_later() -> None:
    """Nothing is broken: the clock is a day ahead."""
    _moves.enter_context(clock.moved(timedelta(days=1)))


def _written(draft: Draft, position: int) -> Written:
    return Written(
        conversation_id=draft.conversation_id,
        position=position,
        kind=draft.kind,
        author=draft.author,
        client_id=draft.client_id,
        key_id=draft.key_id,
        sealed=b"",
        fresh=False,
    )


_BREAKAGES: dict[str, Callable[[], None]] = {
    "ack-before-commit": _ack_before_commit,
    "errors-swallowed": _errors_swallowed,
    **broken_desk.BREAKAGES,
    **broken_gateway.BREAKAGES,
    **broken_rights.BREAKAGES,
    **leaks.BREAKAGES,
    "no-look-up": _no_look_up,
    "greatest-and-one": _greatest_and_one,
    "scoped-to-session": _scoped_to_session,
    "a-day-later": _a_day_later,
    "cursor-by-time": _cursor_by_time,
}
