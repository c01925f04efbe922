"""One link's view of one conversation. Live is catching up, done early: both go by position."""

import asyncio
from typing import Any
from weakref import WeakSet

from django.utils import translation

from beside.conversations import frames, hints, queries
from beside.conversations.drafts import SERVICE, Fresh, Written
from beside.conversations.hints import Entered, Live, Presence, Seen, Typing, Unseated
from beside.conversations.lines import Author, Change, Line, opened
from beside.conversations.models import EntryKind
from beside.conversations.places import Place
from beside.foundation.errors import DomainError, NotForYou
from beside.foundation.threads import in_room
from beside.gateway import frames as wire
from beside.gateway.socket import Link
from beside.journal import keys

Memo = dict[Any, Any]
everyone: "WeakSet[Watch]" = WeakSet()
"""Every open watch of this process."""


class Watch:
    """It knows how far it has shown. The next entry is shown at once; whatever else is read from the log."""

    __slots__ = ("__weakref__", "_authors", "_behind", "_turn", "link", "name", "place", "position", "topic")

    def __init__(self, link: Link, place: Place, position: int) -> None:
        self.link = link
        self.place = place
        self.position = position
        self.name = str(place.conversation_id)
        self.topic = hints.topic(place.conversation_id)
        self._authors: dict[str, Author] = {}
        self._behind = False
        self._turn = asyncio.Lock()

    def begin(self) -> None:
        """Hear what happens here, in place of an earlier watch of this link."""
        self.link.state[self.topic] = self
        self.link.listen(self.topic, self.hear)
        everyone.add(self)

    def stop(self) -> None:
        """The place was taken away: show nothing more, and say so."""
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

    async def catch_up(self) -> None:
        """Show everything after our position."""
        async with self._turn:
            self._behind = False
            language = self.link.guest.language
            self._authors, seen = await in_room(language, _since, self.place.pk, self.position)
            for line in seen:
                if line.position > self.position:
                    await self.link.send(frames.of(self.name, line))
                    self.position = line.position

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
        if "fresh" not in memo:
            memo["fresh"] = _opened(written)
        if memo["fresh"] is None:
            self.fall_behind()
        else:
            self._show_now(memo["fresh"], memo)

    def _show_now(self, fresh: Fresh, memo: Memo) -> None:
        at = fresh.written.position
        if at <= self.position:
            return
        data = None
        if at == self.position + 1 and not self._turn.locked() and self.link.has_room:
            data = self._frame(fresh, memo)
        if data is None:
            self.fall_behind()
        else:
            self.position = at
            self.link.push(data)

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


def _since(seat_id: int, position: int) -> tuple[dict[str, Author], list[Line | Change]]:
    seat = queries.seat_by_id(seat_id)
    known = queries.authors(seat.conversation_id)
    return known, queries.shown(seat, queries.written(seat.conversation, position), known)


def _opened(written: Written) -> Fresh | None:
    """An entry of another process. None when its key would have to be fetched: then the log is read."""
    key = keys.remembered(written.key_id)
    try:
        return None if key is None else Fresh(written, written.opened(key))
    except DomainError:
        return None


def _passing(name: str, hint: Typing | Seen | Presence) -> bytes:
    if isinstance(hint, Typing):
        return wire.encode({"t": "typing", "c": name, "who": hint.who, "on": hint.on})
    if isinstance(hint, Seen):
        return wire.encode({"t": "seen", "c": name, "p": hint.upto})
    return wire.encode({"t": "presence", "c": name, "who": hint.who, "here": hint.here})
