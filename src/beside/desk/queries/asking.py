"""Who can be asked just now, and about whom."""

from collections.abc import Iterable
from dataclasses import replace

from beside.desk import routing
from beside.desk.models import Chat, Offer, OfferState, Request, RequestState
from beside.desk.queries import line
from beside.desk.queries.supervision import left_to_the_house


def is_worth_a_look() -> bool:
    """Whether somebody waits whom nobody is asked about, and somebody here could be asked. Cheap."""
    waits = Request.objects.filter(state=RequestState.WAITING).exists()
    return waits and crew().anybody_free


def crew() -> routing.Crew:
    """Everyone on shift as the house may ask them: who has no page open is away, who is asked is not free."""
    asked = set(Offer.objects.filter(state=OfferState.OPEN).values_list("listener_id", flat=True))
    return routing.Crew(replace(one, asked=one.id in asked) for one in line.takers(present=True))


def rows(requests: Iterable[Request]) -> list[routing.Waiting]:
    """Those in line whom nobody hands out by hand. Who asked for somebody other than their listener is not
    offered to them again.
    """
    running = Chat.objects.filter(ended_at=None, lost_at=None, request__front=True)
    with_them = dict(running.values_list("request_id", "listener_id"))
    return [
        replace(row, blocked=row.blocked | {with_them[row.id]}) if row.id in with_them else row
        for row in left_to_the_house(map(line.as_waiting, requests))
    ]
