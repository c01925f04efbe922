"""All that is kept about one person: the same list for the person, and for whoever could force us to hand
it over.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from beside.conversations.holdings import seeker_seats
from beside.conversations.models import Conversation, Side
from beside.foundation.errors import NotForYou
from beside.foundation.holdings import Holding, Until
from beside.journal import audit
from beside.journal.holdings import key_state
from beside.operations.models import Erasure
from beside.people.holdings import last_seen
from beside.people.models import Person

About = Callable[[Person], list[Holding]]
_rooms: dict[str, About] = {}

VIEWED = "subpoena.viewed"
"""The act in the audit trail."""


def contribute(room: str, about: About) -> None:
    """Have a room tell what it keeps. Called from the wiring; telling twice is once."""
    _rooms[room] = about


def rooms() -> frozenset[str]:
    """The rooms that tell."""
    return frozenset(_rooms)


def of(person: Person) -> dict[str, list[Holding]]:
    """What each room keeps about a person; rooms that keep nothing are left out."""
    told = {room: about(person) for room, about in _rooms.items()}
    return {room: holdings for room, holdings in told.items() if holdings}


def about(person: Person) -> list[Holding]:
    """The receipt of an erasure that this person asked for."""
    found = Erasure.objects.filter(person=person)
    rows = [{"asked": f"{one.asked_on}", "done": f"{one.done_on or ''}"} for one in found]
    if not rows:
        return []
    why = _("So that whoever asked can see that it was done.")
    return [Holding(_("That you had everything erased: the day, no more"), why, None, len(rows), detail=rows)]


def subject(number: uuid.UUID) -> Person:
    """Whom a number means: a person's own, or the seeker of a conversation. Raises NotForYou."""
    person = Person.objects.filter(pk=number).first()
    if person is None:
        seats = Conversation.objects.filter(pk=number, seats__side=Side.SEEKER)
        person = Person.objects.filter(seats__conversation__in=seats, seats__side=Side.SEEKER).first()
    if person is None:
        raise NotForYou(_("Nothing is kept under this number."))
    return person


def view(*, person: Person, reason: str = "") -> dict[str, Any]:
    """All that could be handed over about a person, as JSON values; the asking is a line in the trail.

    Five facts stand on top; `holdings` has what goes beyond them, by room; `asked_before` the days of
    earlier questions. The words of a chat are not printed: `readable` says that they could still be opened.
    """
    before = audit.lines(act=VIEWED, about=str(person.pk))
    beyond = {room: [_plain(one) for one in told if one.beyond] for room, told in of(person).items()}
    found: dict[str, Any] = {
        **summary(person),
        "asked_before": [f"{line.at:%Y-%m-%d}" for line in before],
        "holdings": {room: told for room, told in beyond.items() if told},
    }
    audit.record(actor=None, act=VIEWED, about=str(person.pk), reason=reason)
    return {name: value for name, value in found.items() if value}


def summary(person: Person) -> dict[str, str]:
    """The least there is about anybody: pseudonym, first and last day, open or closed, the state of the
    key.
    """
    seats = seeker_seats(person)
    open_ = any(seat.conversation.is_open for seat in seats)
    return {
        "pseudonym": person.name,
        "created": f"{person.came_on}",
        "last_seen": f"{last_seen(person)}",
        "state": "open" if open_ else "closed",
        "key": _keys([seat.conversation for seat in seats]),
    }


def _keys(conversations: list[Conversation]) -> str:
    states = [key_state(one.key_id) for one in conversations]
    held = sum(state == "held" for state in states)
    return f"{held} held" if held else max(states, default="none")


def _plain(holding: Holding) -> dict[str, Any]:
    return {
        "what": str(holding.what),
        "why": str(holding.why),
        "until": _moment(holding.until),
        "rows": holding.rows,
        "readable": holding.readable,
        "detail": holding.detail,
    }


def _moment(until: Until) -> str:
    return "" if until is None else until if isinstance(until, str) else until.isoformat()
