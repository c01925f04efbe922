"""What the sweep looks at: chats that something has happened to without anyone doing it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from beside.desk import routing
from beside.desk.models import Chat, Offer, OfferState, Request, RequestState
from beside.desk.queries import facts, line
from beside.desk.queries.rules import rules
from beside.foundation import clock

LOST_AFTER = timedelta(minutes=2)
"""How long a lost listener has to come back before someone else is asked."""

_TEN, _FIVE = timedelta(minutes=10), timedelta(minutes=5)


def people_talking() -> set[UUID]:
    """Staff with a running chat or something they are asked to take."""
    talking = Chat.objects.filter(ended_at=None).values_list("listener_id", flat=True)
    asked = Offer.objects.filter(state=OfferState.OPEN, by=None).values_list("listener_id", flat=True)
    return {*talking, *asked}


def people_lost() -> set[UUID]:
    """Staff whose connection was given up in a running chat."""
    return set(Chat.objects.filter(ended_at=None).exclude(lost_at=None).values_list("listener_id", flat=True))


def lost_too_long() -> list[Chat]:
    """Chats whose listener has been gone for two minutes, where nobody else is asked yet."""
    lost = Chat.objects.filter(ended_at=None, lost_at__lte=clock.now() - LOST_AFTER)
    return list(lost.filter(request__state=RequestState.MATCHED).select_related("conversation"))


def running_out() -> list[Chat]:
    """Chats with ten or five minutes left that have not been told."""
    now = clock.now()
    running = Chat.objects.filter(ended_at=None).select_related("conversation")
    ten = running.filter(told=0, ends_at__lte=now + _TEN)
    return list(ten | running.filter(told=1, ends_at__lte=now + _FIVE))


def uncovered() -> list[Request]:
    """People in danger whom nobody is asked about, and of whom no supervisor knows: at once where nobody
    trained is free; else when nobody has been asked for as long as the rules say. And people under age whom
    nobody on shift may take.
    """
    rows = Request.objects.filter(state=RequestState.WAITING, supervisors_told_at=None)
    # what words gave away is a signal; the few rows that have any are read, and routing looks closer
    told = Q(urgency__gte=routing.DANGER) | Q(wanted__minor=True) | ~Q(signals=[])
    unknown = {row.pk: row for row in rows.filter(told).prefetch_related("offers", *facts.OF_A_ROW)}
    if not unknown:
        return []
    crew = routing.Crew(line.takers())
    due = routing.to_be_called(map(line.as_waiting, unknown.values()), crew, clock.now(), rules())
    return [unknown[row.id] for row in due]
