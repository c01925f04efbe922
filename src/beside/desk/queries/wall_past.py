"""Waits of the last hours, from the tables: who was in line, until when, and whether in danger."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from beside.conversations.fading import start_of_day
from beside.desk import routing
from beside.desk.models import Answer, Request, RequestState, Service
from beside.desk.models.line import IN_LINE
from beside.desk.queries.service import NUMBER, current
from beside.desk.stays import Stay
from beside.safety.models import Concern

_LONGEST = timedelta(hours=24)


def lately(of: Service | None, now: datetime, span: timedelta) -> list[Stay]:
    """Every wait of which some part lies in the last `span`. Times that have faded tell nothing."""
    since = now - span
    over = Q(matched_at__gt=since) | Q(matched_at=None, settled_at__gt=since)
    recent = Request.objects.filter(state__in=RequestState.values, joined_at__gte=since - _LONGEST)
    found = recent.filter(Q(state__in=IN_LINE) | over)
    rows = [row for row in found if is_of(row, of) and row.joined_at != start_of_day(row.joined_at)]
    calm = _read_later(rows)
    stays = (_stay(row, row.urgency >= routing.DANGER and row.pk not in calm) for row in rows)
    return [stay for stay in stays if stay.until is None or stay.until > since]


def is_of(row: Request, of: Service | None) -> bool:
    """Whether somebody came to this service; everybody did to the house."""
    return of is None or (row.service_id or NUMBER) == of.pk


def target_of(row: Request, in_danger: bool) -> timedelta:
    """Within how long somebody should come, by the service's own times."""
    own = current(row)
    return timedelta(seconds=own.urgent_target_seconds if in_danger else own.target_seconds)


def _read_later(rows: Iterable[Request]) -> set[int]:
    """In whose words danger was read only when somebody was with them: they did not wait in danger."""
    asked = {row.conversation_id: row for row in rows if _may_have_risen(row)}
    first: dict[UUID, datetime] = {}
    if asked:
        raised = Concern.objects.filter(conversation__in=list(asked)).order_by("-raised_at")
        first = dict(raised.values_list("conversation_id", "raised_at"))
    met = {who: asked[who].matched_at for who in first}
    return {asked[who].pk for who, at in first.items() if (when := met[who]) is not None and when < at}


def _may_have_risen(row: Request) -> bool:
    return row.urgency >= routing.DANGER and row.matched_at is not None and row.answer != Answer.NO


def _stay(row: Request, in_danger: bool) -> Stay:
    """Who is in line again because their listener was lost was answered once, and counts as that."""
    answered = row.matched_at is not None
    until = row.matched_at or (None if row.state in IN_LINE else row.settled_at or row.joined_at)
    return Stay(row.joined_at, until, answered, in_danger, target_of(row, in_danger))
