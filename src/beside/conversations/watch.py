"""One link's view of one conversation. Live is catching up, done early: both go by position."""

import asyncio
from contextlib import suppress
from typing import Any
from weakref import WeakSet

from django.utils import translation

from beside.conversations import frames, hints, opening, unlocking
from beside.conversations.drafts import SERVICE, Fresh, Written
from beside.conversations.hints import Entered, Live, Presence, Seen, Typing, Unseated
from beside.conversations.lines import Author, Change, Line, opened
from beside.conversations.models import EntryKind
from beside.conversations.opening import Ask, Log
from beside.conversations.places import Place
from beside.foundation.errors import DomainError, NotForYou
from beside.foundation.threads import in_room
from beside.foundation.together import Together
from beside.gateway import frames as wire
from beside.gateway.socket import Link
from beside.journal import keys

Memo = dict[Any, Any]
everyone: "WeakSet[Watch]" = WeakSet()
"""Every open watch of this process."""

_logs: Together[Ask, Log | None] = Together(opening.logs)

PATIENCE = 1.5
"""Seconds for which an entry waits for those before it, which may come from another process."""

_LOOKS = 5
_MOST_HELD = 64


class Watch:
    """It knows how far it has shown. The next entry is shown at once; one further on waits a moment for those
    between, since what this process wrote is heard before what another wrote. The rest is read from the log.
    """

    __slots__ = (
        "__weakref__",
        "_authors",
        "_behind",
        "_held",
        "_turn",
        "_waits",
        "link",
        "name",
        "place",
        "position",
        "topic",
    )

    def __init__(self, link: Link, place: Place, position: int) -> None:
        self.link = link
        self.place = place
        self.position = position
        self.name = str(place.conversation_id)
        self.topic = hints.topic(place.conversation_id)
        self._authors: dict[str, Author] = {}
        self._behind = False
        self._held: dict[int, tuple[Fresh | Written, Memo]] = {}
        self._turn = asyncio.Lock()
        self._waits = False

    def begin(self) -> None:
        """Hear what happens here, in place of an earlier watch of this link."""
        self.link.state[self.topic] = self
        self.link.listen(self.topic, self.hear)
        everyone.add(self)

    def stop(self) -> None:
        """The place was taken away: show nothing more, and say so."""
        self._held.clear()
        if self.link.state.get(self.topic) is self:
            del self.link.state[self.topic]
            self.link.unfollow(self.topic)
            self.link.deny({"t": "open", "c": self.name}, NotForYou())

    def hear(self, payload: bytes | Live, memo: Memo) -> None:
        """Something happened here: show it now, or look into the log when that cannot be."""
        hint = memo.get("hint") or memo.setdefault("hint", hints.read(payload))
        if isinstance(hint, Live):
            self._show_now(hint.fresh, memo)
        elif isinstance(hint, Entered):
            self._show_sealed(hint.written, memo)
        elif isinstance(hint, Unseated):
            if hint.seat == self.place.pk:
                self.stop()
        elif hint.seat != self.place.pk and self.link.has_room:
            self.link.push(memo.get("frame") or memo.setdefault("frame", _passing(self.name, hint)))

    async def catch_up(self) -> Log:
        """Show everything after our position. Returns what was found in the log."""
        async with self._turn:
            self._behind = False
            asked = Ask(self.place.pk, self.position, self.link.guest.language)
            log = await _read(asked)
            self._authors = log.authors
            for line in log.lines:
                if line.position > self.position:
                    await self.link.send(frames.of(self.name, line))
                    self.position = line.position
        self._held = {at: held for at, held in self._held.items() if at > self.position}
        self._show_held()
        return log

    def fall_behind(self) -> None:
        """Look into the log soon; once, however much was missed."""
        if not self._behind:
            self._behind = True
            self.link.hint(self._heal, b"")

    async def _heal(self, _: bytes) -> None:
        try:
            await self.catch_up()
        except NotForYou:
            self.stop()

    def _show_sealed(self, written: Written, memo: Memo) -> None:
        if written.position <= self.position:
            return
        fresh = _opened(written, memo)
        if fresh is None:
            self._hold(written, memo)
            unlocking.soon(self.place.key_id, self._show_held)
        else:
            self._show_now(fresh, memo)

    def _show_now(self, fresh: Fresh, memo: Memo) -> None:
        at = fresh.written.position
        if at <= self.position:
            return
        if at != self.position + 1 or self._turn.locked():
            self._hold(fresh, memo)
        elif self._show(fresh, memo) and self._held:
            self._show_held()

    def _show(self, fresh: Fresh, memo: Memo) -> bool:
        """The next entry. False when it has to be read from the log: a slow reader, an unknown author."""
        data = self._frame(fresh, memo) if self.link.has_room else None
        if data is None:
            self.fall_behind()
            return False
        self.position = fresh.written.position
        self.link.push(data)
        return True

    def _hold(self, entry: Fresh | Written, memo: Memo) -> None:
        """Keep what cannot be shown yet. More than a little is read from the log."""
        if len(self._held) >= _MOST_HELD:
            self.fall_behind()
        else:
            at = entry.position if isinstance(entry, Written) else entry.written.position
            self._held[at] = (entry, memo)
            self._wait()

    def _show_held(self) -> None:
        """Show what was held and is next now. Who catches up does this at the end."""
        if self.link.state.get(self.topic) is not self:  # opened again, or shut
            self._held.clear()
        while not self._turn.locked() and (held := self._held.pop(self.position + 1, None)) is not None:
            entry, memo = held
            fresh = _opened(entry, memo) if isinstance(entry, Written) else entry
            if fresh is None:
                self.fall_behind()
            if fresh is None or not self._show(fresh, memo):
                return
        if self._held:
            self._wait()

    def _wait(self, looks: int = _LOOKS) -> None:
        """Look after a while whether what is between has come.

        In steps: after a stall of the loop, what came over the bus meanwhile is heard before the last one.
        """
        if not self._waits and not self._turn.locked():
            self._waits = True
            loop = asyncio.get_running_loop()
            loop.call_later(PATIENCE / _LOOKS, self._waited, self.position, looks - 1)

    def _waited(self, position: int, looks: int) -> None:
        self._waits = False
        if not self._held or self.link.state.get(self.topic) is not self:
            return
        if self.position != position:
            self._wait()
        elif looks:
            self._wait(looks)
        else:
            self.fall_behind()

    def _frame(self, fresh: Fresh, memo: Memo) -> bytes | None:
        """The frame for this reader, made once for all who see the same. None for an unknown author."""
        author = fresh.written.author
        if author != SERVICE and author not in self._authors:
            return None
        said = fresh.written.kind == EntryKind.SAID
        view = (self.place.side, author == str(self.place.pk), "" if said else self.link.guest.language)
        data: bytes | None = memo.get(view)
        if data is None:
            data = memo[view] = self._encoded(fresh, said)
        return data

    def _encoded(self, fresh: Fresh, said: bool) -> bytes:
        if said:  # words need no language of the reader
            return frames.encoded(self.name, self._line(fresh))
        with translation.override(self.link.guest.language):
            return frames.encoded(self.name, self._line(fresh))

    def _line(self, fresh: Fresh) -> Line | Change:
        return opened(fresh.written, fresh.payload, self.place, self._authors)


async def _read(asked: Ask) -> Log:
    """With all who ask just now, or alone when there is much to read."""
    together = await _logs.ask(asked)
    if together is not None:
        return together
    return await in_room(asked.language, opening.log, asked)


def _opened(written: Written, memo: Memo) -> Fresh | None:
    """An entry of another process, opened once for all who hear of it. None when its key is not at hand."""
    fresh: Fresh | None = memo.get("fresh")
    key = keys.remembered(written.key_id) if fresh is None else None
    if key is not None:
        with suppress(DomainError):
            fresh = memo["fresh"] = Fresh(written, written.opened(key))
    return fresh


def _passing(name: str, hint: Typing | Seen | Presence) -> bytes:
    if isinstance(hint, Typing):
        return wire.encode({"t": "typing", "c": name, "who": hint.who, "on": hint.on})
    if isinstance(hint, Seen):
        return wire.encode({"t": "seen", "c": name, "p": hint.upto})
    return wire.encode({"t": "presence", "c": name, "who": hint.who, "here": hint.here})
