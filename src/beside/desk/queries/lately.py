"""What a wait depends on, from the tables: who works, since when places are taken, what happened lately."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from beside.desk import outlook, routing, waits
from beside.desk.models import Chat, Request, RequestState, Service, Shift
from beside.desk.queries.rules import rules
from beside.foundation import clock

_LATELY = timedelta(hours=3)
_ENOUGH = 40
_HOUR = timedelta(hours=1)
_A_REST = timedelta(minutes=20)
_LOOKED_IN = timedelta(seconds=30)


def range_for(
    me: routing.Waiting, line: Iterable[routing.Waiting], crew: Sequence[routing.Taker]
) -> tuple[int, int] | None:
    """How long this person waits from now on, in minutes, or None when nobody is there. `crew`: on shift."""
    now = clock.now()
    gone = _gone(now)
    floor = outlook.Floor([one for one in crew if one.id not in gone], _ages(now), now, rules())
    return waits.wait_range(outlook.tonight(me, line, floor, _lately(now), _usual(me.service)))


def _gone(now: datetime) -> set[UUID]:
    """Who has been away for longer than a rest: nobody counts on them."""
    away = Shift.objects.filter(ended_at=None, paused_at__lt=now - _A_REST)
    return set(away.values_list("person_id", flat=True))


def _ages(now: datetime) -> dict[UUID, list[float]]:
    found: defaultdict[UUID, list[float]] = defaultdict(list)
    running = Chat.objects.filter(ended_at=None).values_list("listener_id", "accepted_at")
    for listener, began in running:
        found[listener].append(_minutes(began, now))
    return dict(found)


def _lately(now: datetime) -> outlook.Lately:
    recent = now - _LATELY
    came = Request.objects.filter(joined_at__gte=now - _HOUR)
    ended = Chat.objects.filter(ended_at__gte=recent).order_by("-ended_at")
    taken = Request.objects.filter(matched_at__gte=recent).order_by("-matched_at")
    left = Request.objects.filter(state=RequestState.LEFT, matched_at=None, settled_at__gte=recent)
    gave_up = left.order_by("-settled_at").values_list("joined_at", "settled_at")[:_ENOUGH]
    return outlook.Lately(
        waits=_spans(taken.values_list("joined_at", "matched_at")[:_ENOUGH]),
        left=tuple(span for span in _spans(gave_up) if span * 60 >= _LOOKED_IN.total_seconds()),
        chats=_spans(ended.values_list("accepted_at", "ended_at")[:_ENOUGH]),
        came=tuple((urgency, language, service or 0) for urgency, language, service in _kinds(came)),
    )


def _kinds(came: "Iterable[Request]") -> Iterable[tuple[int, str, int | None]]:
    return ((row.urgency, row.language, row.service_id) for row in came)


def _spans(pairs: Iterable[tuple[datetime, datetime | None]]) -> tuple[float, ...]:
    return tuple(_minutes(begun, ended) for begun, ended in pairs if ended)


def _minutes(begun: datetime, ended: datetime) -> float:
    return (ended - begun).total_seconds() / 60


def _usual(service: int) -> float:
    wanted = Service.objects.filter(pk=service) if service else Service.objects.order_by("pk")
    minutes = wanted.values_list("chat_minutes", flat=True).first()
    return float(minutes or Service().chat_minutes)
