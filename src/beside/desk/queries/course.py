"""Where running chats are: who said the last word, how long ago, and what the listener is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from beside.conversations.models import Conversation, Entry, EntryKind, Seat, Side
from beside.desk import silence
from beside.desk.models import Chat, Course, RequestState, Silence
from beside.desk.models.line import LIVE
from beside.desk.queries.service import NUMBER
from beside.desk.silence import Lengths, Step
from beside.foundation import clock

SPOKEN = (EntryKind.SAID, EntryKind.EDITED, EntryKind.WITHDRAWN)
"""What people do in a log, as opposed to what the service says."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The last thing somebody wrote: its position (0: nothing yet), and whether it was the seeker."""

    position: int
    by_seeker: bool


def lengths(service: int | None = None) -> Lengths:
    """How long silences last in a service (the first, if none is named) before something is done."""
    own = Silence.objects.filter(service=service or NUMBER).first()
    if own is None:
        return Lengths()
    minutes = {name: timedelta(minutes=getattr(own, name)) for name in Lengths.__dataclass_fields__}
    return Lengths(**minutes)


def heard(conversation: Conversation) -> Heard:
    """Who wrote last, read from the log's rows without opening one. Nothing yet: the listener is to begin."""
    entries = Entry.objects.filter(conversation=conversation, kind__in=SPOKEN).order_by("-position")
    last = entries.values_list("position", "author").first()
    if last is None:
        return Heard(0, True)
    return Heard(last[0], last[1] in seekers([conversation.pk]))


def heard_in(chats: Iterable[Chat]) -> dict[int, Heard]:
    """The same for many chats at once, by their numbers; without those where nobody wrote yet."""
    known = {chat.pk: chat.conversation_id for chat in chats}
    theirs = seekers(known.values())
    rows = Chat.objects.filter(pk__in=known).annotate(at=_last("position"), by=_last("author"))
    found = rows.exclude(at=None).values_list("pk", "at", "by")
    return {number: Heard(position, author in theirs) for number, position, author in found}


def seekers(conversations: Iterable[UUID]) -> set[str]:
    """The seats of the people who came to talk, as the log names its authors."""
    seats = Seat.objects.filter(conversation__in=conversations, side=Side.SEEKER)
    return {str(number) for number in seats.values_list("pk", flat=True)}


def to_look_after() -> list[Chat]:
    """Running chats where somebody wrote since the last look, or silence has come to its next step."""
    chats = _running().annotate(last=_last("position"))
    known = {number: lengths(number) for number in {chat.request.service_id for chat in chats}}
    now = clock.now()
    return [
        chat for chat in chats if _wants_a_look(chat, chat.last or 0, known[chat.request.service_id], now)
    ]


def step_due(chat: Chat, course: Course, known: Lengths, now: datetime) -> Step | None:
    """What silence asks for now in this chat, if anything."""
    steps = silence.ladder(
        by_seeker=course.by_seeker, urgency=chat.request.urgency, left=chat.left_at is not None
    )
    since = now - (course.step_at or course.quiet_since)
    return silence.due(steps, known, last=course.step, quiet=now - course.quiet_since, since=since)


def course_of(chat: Chat) -> Course | None:
    """Where this chat is, once it was looked at."""
    return Course.objects.filter(chat=chat).first()


def over() -> "QuerySet[Course]":
    """What is left of chats that have ended."""
    return Course.objects.exclude(Q(chat__ended_at=None) & Q(chat__request__state__in=LIVE))


def _last(column: str) -> Subquery:
    """A column of the last line that somebody said in a chat's log."""
    last = Entry.objects.filter(conversation=OuterRef("conversation"), kind__in=SPOKEN).order_by("-position")
    return Subquery(last.values(column)[:1])


def _running() -> "QuerySet[Chat]":
    here = Chat.objects.filter(ended_at=None, lost_at=None, request__state=RequestState.MATCHED)
    return here.select_related("conversation", "request", "course")


def _wants_a_look(chat: Chat, last: int, known: Lengths, now: datetime) -> bool:
    course: Course | None = getattr(chat, "course", None)
    if course is None or course.heard != last:
        return True
    return step_due(chat, course, known, now) is not None
