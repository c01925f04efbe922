"""Who must be let in first when many come back at once."""

from collections.abc import Collection
from uuid import UUID

from beside.desk import levels
from beside.desk.models import Chat, Request, RequestState
from beside.desk.models.line import LIVE
from beside.gateway.admission import Rank


def ranks(persons: Collection[UUID]) -> dict[UUID, Rank]:
    """The ranks of these persons: seekers by their place, listeners by the most urgent chat they hold."""
    seekers = Request.objects.filter(person__in=persons, state__in=LIVE)
    found = {
        person: _rank(urgency, state == RequestState.MATCHED)
        for person, urgency, state in seekers.values_list("person_id", "urgency", "state")
    }
    chats = Chat.objects.filter(listener__in=persons, ended_at=None)
    for listener, urgency in chats.values_list("listener_id", "request__urgency"):
        found[listener] = min(found.get(listener, Rank.STAFF), _rank(urgency, live=True))
    return found


def _rank(urgency: int, live: bool) -> Rank:
    if levels.of(urgency).urgent:
        return Rank.LIVE_CRISIS if live else Rank.WAITING_CRISIS
    return Rank.LIVE if live else Rank.WAITING
