"""What the chat's pages show."""

import uuid
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from msgspec.structs import replace

from beside.conversations import queries
from beside.conversations.lines import Author, Line, cards
from beside.conversations.models import EntryKind, Seat, Side
from beside.foundation import clock
from beside.people.models import Person, Role


def chat(seat: Seat) -> dict[str, Any]:
    """The context of a chat page: its lines, who is here, and a fresh mark for the next message."""
    shown = queries.lines(seat)
    staff = queries.staff_present(seat.conversation)
    return {
        "conversation": seat.conversation,
        "seat": seat,
        "rows": rows(shown),
        "head": queries.head_of(seat.conversation_id),
        "seen": queries.seen_upto(seat),
        "listener": staff[-1] if staff else None,
        "helper_kind": kind_of(staff[-1]) if staff else "",
        "here": any(here for _name, here in queries.others_here(seat)),
        "mark": uuid.uuid4().hex,
        "blanks": blanks(),
    }


def blanks() -> dict[str, dict[str, Any]]:
    """Empty rows by the name of their template: what the page's script clones."""
    nobody = Author(seat_id=0, name="", side=Side.STAFF, person_id="")
    empty = Line(0, EntryKind.SAID, mine=False, author=None, words="", at=clock.now())
    shapes = {
        "line-mine": replace(empty, mine=True, author=nobody),
        "line-theirs": empty,
        "line-service": replace(empty, kind=EntryKind.NOTICE),
        **{f"card-{key}": replace(empty, kind=EntryKind.CARD, card=key) for key in cards()},
    }
    return {name: {"line": line, "more": False, "last": False} for name, line in shapes.items()}


def rows(shown: list[Line]) -> list[dict[str, Any]]:
    """Lines with what depends on their neighbours: which go on from the one before, which is last."""
    more = [False, *(_goes_on(before, line) for before, line in pairwise(shown))]
    mine = [index for index, line in enumerate(shown) if line.mine]
    last = mine[-1] if mine else -1
    return [{"line": line, "more": more[i], "last": i == last} for i, line in enumerate(shown)]


def kind_of(person: Person) -> str:
    """Which kind of helper a person is, highest first: the seeker is told so in one line."""
    held = set(person.grants.values_list("role", flat=True))
    for role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.LISTENER):
        if role in held:
            return str(role.value)
    return str(Role.LISTENER.value)


def after(conversation_id: UUID) -> str:
    """Where a person goes when the chat has ended: the one question, when the desk asks it."""
    try:
        return reverse("desk:after", args=[conversation_id])
    except NoReverseMatch:
        return reverse("conversations:chat", args=[conversation_id])


def _goes_on(before: Line, line: Line) -> bool:
    both_said = before.kind == line.kind == EntryKind.SAID
    return both_said and before.author == line.author
