"""For every kind of entry: what was shown before, and what came after, is what is shown now.

In an installation, `python -m proofs.states [edits-not-told]` prints JSON: for each kind of entry how often
the states were compared, and what differed. Kinds, notices and cards are asked of the product: a kind without
a case here is reported. Events are taken as they are told after each commit, and as catching up reads
them.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beside.project.settings")
django.setup()

from django.db import transaction

from beside.conversations import actions, frames, ledger, lines, queries, writer
from beside.conversations.drafts import Written
from beside.conversations.lines import Change, Line
from beside.conversations.models import EntryKind, Kind, Seat, Side
from beside.people.actions import make_staff, welcome
from beside.people.models import Role
from beside.project import schema

Frame = dict[str, Any]
State = dict[int, Frame]
_told: list[Written] = []


class Scene:
    """A conversation with two people and a few lines in it."""

    def __init__(self, number: int, listener: Any) -> None:
        seeker = welcome(language="en")[0]
        self.log = actions.open_conversation(kind=Kind.SUPPORT, language="en", seeker=seeker)
        with transaction.atomic():
            self.staff = actions.seat(conversation=self.log, person=listener, side=Side.STAFF)
        self.seeker = Seat.objects.select_related("conversation", "person").get(person=seeker)
        self._number, self._said = number, 0
        self.first = self.say(self.seeker, "I cannot sleep")
        self.say(self.staff, "I am here")

    @property
    def seats(self) -> list[Seat]:
        """Both sides, looked up anew."""
        return [queries.seat_by_id(seat.pk) for seat in (self.seeker, self.staff)]

    def say(self, seat: Seat, words: str) -> int:
        """Say something; its position."""
        return actions.say(seat=seat, words=words, client_id=self.mark()).result(10).position

    def mark(self) -> str:
        """A client id of its own."""
        self._said += 1
        return f"{self._number}-{self._said}"


def _said(scene: Scene) -> None:
    scene.say(scene.seeker, "I want to die")
    scene.say(scene.staff, "Thank you for telling me")


def _edited(scene: Scene) -> None:
    for words in ("I can hardly sleep", "I sleep badly"):
        edited = actions.edit(seat=scene.seeker, position=scene.first, words=words, client_id=scene.mark())
        edited.result(10)


def _withdrawn(scene: Scene) -> None:
    _edited(scene)
    actions.withdraw(seat=scene.seeker, position=scene.first, client_id=scene.mark()).result(10)


def _joined(scene: Scene) -> None:
    with transaction.atomic():
        actions.unseat(seat=scene.staff)
        actions.seat(conversation=scene.log, person=scene.staff.person, side=Side.STAFF)


def _notices(scene: Scene) -> None:
    for name, text in lines._notices.items():
        facts = {fact: "7" for fact in re.findall(r"%\((\w+)\)", str(text)) if fact != "who"}
        with transaction.atomic():
            actions.notice(conversation=scene.log, notice=name, client_id=scene.mark(), **facts)


def _cards(scene: Scene) -> None:
    for name in lines.cards():
        with transaction.atomic():
            actions.card(conversation=scene.log, card=name, client_id=scene.mark())


def _closed(scene: Scene) -> None:
    actions.end(seat=scene.seeker)


CASES: dict[str, Callable[[Scene], None]] = {
    EntryKind.SAID: _said,
    EntryKind.EDITED: _edited,
    EntryKind.WITHDRAWN: _withdrawn,
    EntryKind.JOINED: _joined,
    EntryKind.LEFT: _joined,
    EntryKind.NOTICE: _notices,
    EntryKind.CARD: _cards,
    EntryKind.CLOSED: _closed,
}


def main(breakage: str) -> None:
    """Compare for every kind."""
    schema.bring_up_to_date()
    ledger.follow(_told.append)
    words: dict[str, Any] = {"password": "lantern harbour quiet night", "email": "listener@harbour.example"}
    listener = make_staff(name="Listener", roles=[Role.LISTENER], languages=["en"], is_made_up=True, **words)
    found = {
        kind: _compared(kind, Scene(number, listener), breakage)
        for number, kind in enumerate(EntryKind.values)
    }
    writer.stop()
    print(json.dumps(found))


def _compared(kind: str, scene: Scene, breakage: str) -> dict[str, Any]:
    if kind not in CASES or breakage == f"no-case-{kind}":
        return {"compared": 0, "entries": 0, "wrong": [f"there is no case for entries of the kind {kind}"]}
    before = {seat.pk: _state(queries.since(seat, 0)) for seat in scene.seats}
    at = queries.head_of(scene.log.pk)
    _told.clear()
    CASES[kind](scene)
    told = [entry for entry in _told if breakage != "edits-not-told" or entry.kind != EntryKind.EDITED]
    wrong = [] if any(entry.kind == kind for entry in _told) else [f"no entry of the kind {kind} came of it"]
    for seat in scene.seats:
        now = _shown(queries.lines(seat))
        live = queries.shown(seat, told, queries.authors(scene.log.pk))
        for name, events in (("live", live), ("caught up", queries.since(seat, at))):
            after = _folded(before[seat.pk], _wire(scene, events))
            wrong += [f"{kind}, {name}, {seat.side}: {each}" for each in _differences(after, now)]
    return {"compared": 4, "entries": len(_told), "wrong": wrong}


def _state(seen: Iterable[Line | Change]) -> State:
    return _folded({}, [frames.of("c", each) for each in seen])


def _shown(folded: Iterable[Line]) -> State:
    """What a fresh page shows."""
    marks = ("edited", "withdrawn")
    return {
        line.position: _without_time(frames.of("c", line)) | {name: getattr(line, name) for name in marks}
        for line in folded
    }


def _wire(scene: Scene, events: Iterable[Line | Change]) -> list[Frame]:
    """Events as they travel."""
    return [json.loads(frames.encoded(str(scene.log.pk), each)) for each in events]


def _folded(state: State, events: Iterable[Frame]) -> State:
    """The reader's side, as docs/protocol.md tells it: a change names the position that it is about."""
    after = dict(state)
    for event in events:
        target = event.get("target")
        if target is None:
            after[event["p"]] = _without_time(event) | {"edited": False, "withdrawn": False}
        elif event["kind"] == EntryKind.WITHDRAWN:
            after[target] = {**after[target], "words": "", "withdrawn": True}
        else:
            after[target] = {**after[target], "words": event["words"], "edited": True}
    return after


def _without_time(frame: Frame) -> Frame:
    return {name: value for name, value in frame.items() if name not in ("c", "t")}


def _differences(after: State, now: State) -> list[str]:
    found = [f"position {at} is only in one of them" for at in after.keys() ^ now.keys()]
    for at in sorted(after.keys() & now.keys()):
        fields = {
            name for name in after[at].keys() | now[at].keys() if after[at].get(name) != now[at].get(name)
        }
        found += [f"position {at} differs in {sorted(fields)}"] if fields else []
    return found


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
