"""The line: who waits, who could take them, where one stands, how long it takes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from django.db.models import QuerySet

from beside.desk import routing
from beside.desk.models import Chat, Offer, OfferState, Request, Shift
from beside.desk.models.line import IN_LINE, LIVE
from beside.desk.queries import exposure, facts, lately, taking
from beside.desk.queries.hand_overs import carried
from beside.desk.queries.rules import by_record, rules
from beside.desk.queries.service import NUMBER
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.people.models import Person

LOOKS_ON_FOR = timedelta(minutes=3)
"""How long after a page last asked its person is taken to look at it: a locked phone, a tunnel."""

_LAST = 2**62


def live_request(person: Person) -> Request | None:
    """This seeker's place, while in line or talking."""
    return _requests().filter(person=person, state__in=LIVE).first()


def request_of(person: Person, conversation_id: UUID) -> Request:
    """This seeker's request for one conversation, whatever its state. Raises NotForYou."""
    found = _requests().filter(person=person, conversation_id=conversation_id).first()
    if found is None:
        raise NotForYou()
    return found


def request_asked_with(mark: str) -> Request | None:
    """The request that one page made, however often its button was pressed."""
    return _requests().filter(asked_with=mark).first() if mark else None


def waiting() -> list[Request]:
    """Everyone in line, in no order yet, with the offers that concern them."""
    rows = _requests().filter(state__in=IN_LINE)
    return list(rows.prefetch_related("offers__listener", *facts.OF_A_ROW))


def is_with(request: Request, listener: Person) -> bool:
    """Whether this listener has the person now: who asked for another is not offered to them again."""
    return Chat.objects.filter(request=request, listener=listener, lost_at=None, ended_at=None).exists()


def as_waiting(request: Request) -> routing.Waiting:
    """A row of the line as routing reads it."""
    offers = list(request.offers.all())
    let_go = (OfferState.DECLINED, OfferState.MISSED)
    now, times = clock.now(), rules()
    row = routing.Waiting(
        id=request.pk,
        urgency=request.urgency,
        language=request.language,
        joined_at=request.joined_at,
        answer=request.answer,
        signals=bool(request.signals),
        front=request.front,
        asked=any(offer.is_open for offer in offers),
        away=not looks_on(request),
        service=request.service_id or NUMBER,
        passed=frozenset(
            offer.listener_id
            for offer in offers
            if offer.state in let_go and routing.has_let_go(offer.made_at, now, times)
        ),
    )
    return facts.with_wishes(row, request, times.expert)


def looks_on(request: Request) -> bool:
    """Whether the person's page is open, or was a moment ago: a locked phone, a tunnel."""
    return presence.here(request.person_id) or clock.now() - request.seen_at < LOOKS_ON_FOR


def in_a_row(rows: Sequence[routing.Waiting]) -> int:
    """How many in danger were taken last in a row while somebody who is not had waited too long already."""
    times = rules()
    calm = [row.joined_at for row in rows if not (row.in_danger or row.away)]
    if not calm or clock.now() - min(calm) < times.due:
        return 0
    taken = Request.objects.filter(matched_at__gte=min(calm) + times.due).order_by("-matched_at")
    urgencies = taken.values_list("urgency", flat=True)[: times.in_a_row]
    return sum(1 for _each in takewhile(lambda urgency: urgency >= routing.DANGER, urgencies))


def takers(*, present: bool = False) -> list[routing.Taker]:
    """Everyone on shift, with what they carry. `present`: who has no page open is away."""
    shifts = Shift.objects.filter(ended_at=None).select_related("person").prefetch_related(*facts.OF_A_TAKER)
    load = _loads()
    everyone = exposure.with_exposure([_taker(shift, load[shift.person_id]) for shift in shifts], shifts)
    if present:
        everyone = [replace(one, away=one.away or not presence.here(one.id)) for one in everyone]
    return everyone


def takers_for(
    language: str | None, everyone: Sequence[routing.Taker], service: int | None = None
) -> list[routing.Taker]:
    """Those who take new people now, in this language and for this service (its key) if they are named."""
    here = (one for one in everyone if service is None or not one.services or service in one.services)
    return [one for one in here if not one.away and (language is None or language in one.languages)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one place in line stands: 1 is next; the range in minutes or None; people here, people in line."""

    place: int
    range: tuple[int, int] | None
    waited: timedelta
    listeners: int
    people: int


def standing_of(request: Request) -> Standing:
    """Where this request stands and how long it will take from now on, from what is true now."""
    own, crew = request.service_id or NUMBER, takers()
    everyone = [as_waiting(one) for one in waiting()]
    rows = [row for row in everyone if row.service == own and (row.id == request.pk or not row.is_put_off)]
    ordered = [row.id for row in routing.order(rows, clock.now(), rules())]
    here = takers_for(request.language, crew, own)
    return Standing(
        place=ordered.index(request.pk) + 1 if request.pk in ordered else 1,
        range=lately.range_for(as_waiting(request), everyone, crew) if here else None,
        waited=clock.now() - request.joined_at,
        listeners=len(here),
        people=len(rows),
    )


def is_taken(request: Request) -> bool:
    """Whether somebody took this request and the chat goes on, even while someone else is being asked."""
    return Chat.objects.filter(request=request, ended_at=None).exists()


def listener_name(request: Request) -> str:
    """The first name of who took it, or nothing."""
    names = Chat.objects.filter(request=request).values_list("listener__name", flat=True)
    return names.first() or ""


def wait_at_the_end(
    language: str | None, crew: Sequence[routing.Taker], service: int | None = None
) -> tuple[int, int] | None:
    """How long for someone who came now and is safe, with everybody on shift, in a service if named."""
    if not takers_for(language, crew, service):
        return None
    last = routing.Waiting(_LAST, 0, language or "", clock.now(), service=service or 0)
    return lately.range_for(last, map(as_waiting, waiting()), crew)


def _requests() -> "QuerySet[Request]":
    return Request.objects.select_related("conversation", "person")


def _taker(shift: Shift, load: int) -> routing.Taker:
    taker = routing.Taker(
        id=shift.person_id,
        languages=frozenset(shift.languages),
        slots=shift.slots,
        load=load,
        role="counsellor" if taking.is_trained(shift.person) else "listener",
        away=shift.is_paused,
        services=frozenset(shift.services),
    )
    known = facts.with_profile(taker, shift.person)
    return taking.with_training(known, shift.person, by_record=by_record())


def _loads() -> "defaultdict[UUID, int]":
    """Places taken by each person: running chats, those they came to take, what they are asked to take."""
    load: defaultdict[UUID, int] = defaultdict(int)
    running = Chat.objects.filter(ended_at=None).values_list("listener_id", "request__urgency")
    asked = Offer.objects.filter(state=OfferState.OPEN).values_list("listener_id", "request__urgency")
    for person_id, urgency in (*running, *asked, *carried()):
        load[person_id] += routing.weight_of(urgency)
    return load
