"""The numbers of a week: from rows that still know their times, and from counts of those that have faded."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from beside.conversations.fading import start_of_day
from beside.desk.figures import Contact, Tally, tallies_of
from beside.desk.models import AfterChat, Chat, Request, RequestState, Service, Shift
from beside.desk.models.aftercare import Asked, SuicideQuestion
from beside.desk.models.hand_over import HandOver, Step
from beside.desk.models.numbers import Tally as Kept
from beside.desk.queries.gaps import gaps_of
from beside.desk.queries.service import NUMBER, current, service
from beside.desk.routing import DANGER
from beside.foundation import clock

WEEKS = 12
"""How many weeks back can be looked at."""

Numbers = dict[tuple[str, str], Tally]


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def weeks() -> list[date]:
    """The Mondays of the weeks that are over, the last one first."""
    this = monday_of(clock.now().astimezone(service().zone).date())
    return [this - timedelta(weeks=number) for number in range(1, WEEKS + 1)]


def numbers_of(week: date) -> Numbers:
    """Every count of a week, unhidden: not to be shown as it is (see `figures.hidden_in`)."""
    found = tallies_of(contact_of(row) for row in rows_of(week) if not is_faded(row))
    for kept in Kept.objects.filter(week=week):
        found.setdefault((kept.by, kept.key), Tally()).add(Tally.from_json(kept.counts))
    return found


def places_of(week: date) -> tuple[float, float]:
    """(minutes of places, minutes of people) that were on shift in a week."""
    begins, ends = _span(week, service().zone)
    places = people = 0.0
    for shift in Shift.objects.filter(began_at__lt=ends).exclude(ended_at__lte=begins):
        until = min(shift.ended_at or clock.now(), ends)
        here = max(0.0, (until - max(shift.began_at, begins)).total_seconds() / 60)
        people, places = people + here, places + here * shift.slots
    return places, people


def contact_of(request: Request) -> Contact:
    """One who came, in figures. Its times must not have faded."""
    at = request.joined_at.astimezone((house := current(request)).zone)
    chat = Chat.objects.filter(request=request).first()
    ends = request.matched_at or request.settled_at
    waited = (ends - request.joined_at).total_seconds() if ends else None
    after = AfterChat.objects.filter(conversation_id=request.conversation_id).first()
    return Contact(
        day=at.date(),
        hour=at.hour,
        service=request.service_id or NUMBER,
        language=request.language,
        urgency=request.urgency,
        waited=waited,
        talked=_talked(chat),
        left=request.state == RequestState.LEFT and request.matched_at is None,
        answered=request.matched_at is not None,
        in_time=waited is not None and waited <= _target(house, request.urgency),
        transfers=_transfers(chat),
        risk=_risk(chat),
        before=request.distress_before,
        after=after.distress if after else None,
        asked_after=after is not None,
        gaps=gaps_of(chat),
    )


def is_faded(request: Request) -> bool:
    """Whether only its day is known any more."""
    return is_start_of_day(request.joined_at)


def is_start_of_day(moment: datetime) -> bool:
    """Whether no more than the day is said by it."""
    return moment == start_of_day(moment)


def rows_of(week: date) -> "QuerySet[Request]":
    """Who came in a week, also those of whom only the day is known any more."""
    begins, ends = _span(week, service().zone)
    return Request.objects.filter(joined_at__gte=begins, joined_at__lt=ends)


def _span(week: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = datetime.combine(week, time(), zone)
    return begins, datetime.combine(week + timedelta(days=7), time(), zone)


def _target(house: Service, urgency: int) -> int:
    return house.urgent_target_seconds if urgency >= DANGER else house.target_seconds


def _talked(chat: Chat | None) -> float | None:
    if chat is None or chat.ended_at is None:
        return None
    return (chat.ended_at - chat.accepted_at).total_seconds()


def _transfers(chat: Chat | None) -> int:
    return HandOver.objects.filter(chat=chat, step=Step.DONE).count() if chat else 0


def _risk(chat: Chat | None) -> str:
    found = SuicideQuestion.objects.filter(chat=chat).values_list("answer", flat=True).first()
    return "" if found is None else "asked" if found in (Asked.ASKED, Asked.DECLINED) else "not"
