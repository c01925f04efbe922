"""What the console shows to one member of staff: the line with its reasons, their chats, their colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from beside.desk import routing, wording
from beside.desk.models import Chat, Offer, OfferState, Request, Shift, WrapUp
from beside.desk.queries import hand_overs, line
from beside.desk.queries.rules import rules
from beside.desk.queries.service import current
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.people.models import Person, Role


@dataclass(frozen=True, slots=True)
class Row:
    """One person in line: how long, why here, and whether I may take them. Never a word of theirs.

    `why` and `refusal` are codes; `reasons` and `refused` say them. `asked` is who is being asked just now.
    """

    request: Request
    name: str
    seed: str
    language: str
    waited: timedelta
    level: int
    urgency: int
    why: tuple[routing.Why, ...]
    late: bool
    asked: str
    refusal: routing.Refusal | None
    here: bool

    @property
    def reasons(self) -> list[str]:
        """The codes in words, the most telling first."""
        return wording.reasons(self.why, self.language)

    @property
    def refused(self) -> str:
        """Why I may not take this row, in words, or nothing when I may."""
        return wording.refusal(self.refusal)


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A running chat. `lost` while its listener's connection is gone, `hand` while they ask for help."""

    chat: Chat
    name: str
    seed: str
    language: str
    listener: Person
    begun: datetime
    ends_at: datetime
    urgency: int
    lost: bool
    left: bool
    hand: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone else on shift. `room` when one more chat fits."""

    person: Person
    shift: Shift
    languages: tuple[str, ...]
    load: int
    certified: bool
    here: bool
    room: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the console lays out for one person at one moment."""

    me: Person
    shift: Shift | None
    offer: Offer | None
    rows: Sequence[Row]
    mine: Sequence[ChatRow]
    others: Sequence[ChatRow]
    colleagues: Sequence[Colleague]
    can_take: bool
    uncovered: Sequence[Row] = field(default_factory=tuple)


def board_of(person: Person) -> Board:
    """The console of one member of staff. `uncovered`: nobody trained is free for them."""
    now, everyone = clock.now(), routing.Crew(line.takers())
    me = next((one for one in everyone if one.id == person.pk), None)
    rows = _rows(me, everyone, now)
    chats, with_them = [_chat_row(chat) for chat in _running()], hand_overs.beside(person)
    mine = [row for row in chats if row.listener == person or row.chat.pk in with_them]
    return Board(
        me=person,
        shift=shift_of(person),
        offer=offer_of(person),
        rows=rows,
        mine=mine,
        others=[row for row in chats if row not in mine],
        colleagues=colleagues(person),
        can_take=any(not row.refusal for row in rows),
        uncovered=[row for row in rows if not routing.UNCOVERED.isdisjoint(row.why)],
    )


def shift_of(person: Person) -> Shift | None:
    """This person's running shift."""
    return Shift.objects.filter(person=person, ended_at=None).first()


def offer_of(person: Person) -> Offer | None:
    """What this person is being asked to take, while there is time to answer."""
    mine = Offer.objects.filter(listener=person, state=OfferState.OPEN, until__gt=clock.now())
    return mine.select_related("request__conversation", "request__person", "by").first()


def colleagues(person: Person) -> list[Colleague]:
    """Who else is on shift and not paused, by name: whom a chat can be handed to."""
    shifts = Shift.objects.filter(ended_at=None, paused_at=None).exclude(person=person)
    found = {one.id: one for one in line.takers()}
    rows = shifts.select_related("person").order_by("person__name")
    return [_colleague(shift, found[shift.person_id]) for shift in rows if shift.person_id in found]


def chat_of(person: Person, conversation_id: UUID) -> Chat:
    """A chat this member of staff owns or has come to take, or any for a supervisor. Raises NotForYou."""
    found = _chats().filter(conversation_id=conversation_id).first()
    if found is None:
        raise NotForYou()
    if found.listener == person or person.has_role(Role.SUPERVISOR) or hand_overs.is_beside(person, found):
        return found
    raise NotForYou()


def chats_of(person: Person) -> list[ChatRow]:
    """This person's running chats, the longest running first."""
    return [_chat_row(chat) for chat in _running().filter(listener=person)]


def wrap_ups_due(person: Person) -> list[Chat]:
    """Ended chats of this person that have no saved wrap-up."""
    ended = _chats().filter(listener=person, ended_at__isnull=False)
    return list(ended.exclude(wrap_ups__author=person, wrap_ups__saved_at__isnull=False).order_by("ended_at"))


def wrap_up_of(person: Person, chat: Chat) -> WrapUp | None:
    """What this person has written about a chat so far."""
    return WrapUp.objects.filter(chat=chat, author=person).first()


def _rows(me: routing.Taker | None, everyone: routing.Crew, now: datetime) -> list[Row]:
    requests = {request.pk: request for request in line.waiting()}
    places = routing.placed([line.as_waiting(one) for one in requests.values()], everyone, now, rules())
    return [_row(place, requests[place.waiting.id], me, everyone, now) for place in places]


def _row(
    place: routing.Placed,
    request: Request,
    me: routing.Taker | None,
    everyone: routing.Crew,
    now: datetime,
) -> Row:
    asked = next((offer.listener.name for offer in request.offers.all() if offer.is_open), "")
    refusal = routing.refusal(me, place.waiting, everyone, now, rules()) if me else routing.Refusal.AWAY
    return Row(
        request=request,
        name=request.person.name,
        seed=str(request.person_id),
        language=request.language,
        waited=now - request.joined_at,
        level=place.level,
        urgency=request.urgency,
        why=place.why,
        late=_is_late(request, now),
        asked=asked,
        refusal=refusal,
        here=line.looks_on(request),
    )


def _is_late(request: Request, now: datetime) -> bool:
    own = current(request)
    urgent, usual = timedelta(seconds=own.urgent_target_seconds), timedelta(seconds=own.target_seconds)
    return wording.is_late(request.urgency, now - request.joined_at, urgent, usual)


def _chats() -> "QuerySet[Chat]":
    return Chat.objects.select_related("conversation", "request__person", "listener")


def _running() -> "QuerySet[Chat]":
    return _chats().filter(ended_at=None).order_by("accepted_at")


def _chat_row(chat: Chat) -> ChatRow:
    return ChatRow(
        chat=chat,
        name=chat.request.person.name,
        seed=str(chat.request.person_id),
        language=chat.request.language,
        listener=chat.listener,
        begun=chat.accepted_at,
        ends_at=chat.ends_at,
        urgency=chat.request.urgency,
        lost=chat.lost_at is not None,
        left=chat.left_at is not None,
        hand=chat.hand_at is not None,
    )


def _colleague(shift: Shift, taker: routing.Taker) -> Colleague:
    return Colleague(
        person=shift.person,
        shift=shift,
        languages=tuple(shift.languages),
        load=taker.load,
        certified=taker.certified,
        here=presence.here(shift.person_id),
        room=routing.has_room(taker, 1),
    )
