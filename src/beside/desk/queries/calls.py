"""What calls for somebody, and what has passed: looked at every few seconds."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from beside.desk.models import Chat, Request, RequestState, Shift
from beside.desk.models.line import IN_LINE, LIVE
from beside.desk.queries import facts, taking
from beside.desk.queries.rules import by_record
from beside.foundation import clock
from beside.gateway import presence
from beside.safety.models import Alert

GRAVE = 3
"""From this urgency on a supervisor has to say that they know."""

GRAVEST = 4
"""At this urgency the on-call person is called when nobody is there."""

GONE_FOR = timedelta(seconds=60)
"""How long somebody on shift may have no page open before they count as not there."""


def danger_unsaid() -> list[Chat]:
    """Running chats from urgency 3 on for which nobody was called yet at that level."""
    called = Alert.objects.filter(
        kind="danger", conversation=OuterRef("conversation"), level__gte=OuterRef("request__urgency")
    )
    grave = Chat.objects.filter(ended_at=None, request__urgency__gte=GRAVE)
    return list(grave.filter(~Exists(called)).select_related("conversation", "request"))


def unstaffed() -> list[Request]:
    """People in line at the greatest urgency while nobody who could take them is there."""
    waiting = Request.objects.filter(state=RequestState.WAITING, urgency__gte=GRAVEST)
    found = list(waiting.select_related("conversation"))
    return found if found and not anybody_there() else []


def anybody_there() -> bool:
    """Whether somebody who may take the greatest danger is on shift, not on a pause, and has a page open or
    had one a minute ago.
    """
    since, only = clock.now() - GONE_FOR, by_record()
    shifts = Shift.objects.filter(ended_at=None, paused_at=None).select_related("person")
    able = [
        shift.person_id
        for shift in shifts.prefetch_related(*facts.OF_A_TAKER)
        if taking.may_take(shift.person, GRAVEST, by_record=only)
    ]
    seen = [presence.last_here(person) for person in able]
    return any(last is not None and last >= since for last in seen)


def help_passed() -> list[str]:
    """Calls for help whose chat has ended, or whose listener asks no more."""
    asking = Chat.objects.filter(conversation=OuterRef("conversation"), ended_at=None, hand_at__isnull=False)
    return _subjects(Alert.objects.open().filter(~Exists(asking), kind="help"))


def danger_passed() -> list[str]:
    """Danger that a supervisor has answered for, in a chat that is over."""
    running = Chat.objects.filter(conversation=OuterRef("conversation"), ended_at=None)
    answered = Alert.objects.open().filter(kind="danger", acknowledged_at__isnull=False)
    return _subjects(answered.filter(~Exists(running)))


def beyond_passed() -> list[str]:
    """Calls about somebody asked beyond their training: it is over, or a chat in danger has its own call."""
    live = Request.objects.filter(conversation=OuterRef("conversation"), state__in=LIVE)
    goes_on = live.exclude(state=RequestState.MATCHED, urgency__gte=GRAVE)
    return _subjects(Alert.objects.open().filter(~Exists(goes_on), kind="beyond"))


def line_passed(kind: str) -> list[str]:
    """Calls about somebody in line who was met, or left; and calls home once somebody is there."""
    waits = Request.objects.filter(conversation=OuterRef("conversation"), state__in=IN_LINE)
    called = Alert.objects.open().filter(kind=kind)
    if kind == "unstaffed" and anybody_there():
        return _subjects(called)
    return _subjects(called.filter(~Exists(waits)))


def _subjects(found: "QuerySet[Alert]") -> list[str]:
    return list(found.values_list("subject", flat=True))
