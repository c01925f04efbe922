"""Who is to be looked after: debriefs, rests, records that are owed, follow-ups that are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from beside.conversations.models import Conversation
from beside.desk import routing
from beside.desk.models import Chat, Debrief, FollowUp, FollowUpState, HandOver, Shift, Step
from beside.desk.queries import exposure
from beside.foundation import clock
from beside.people.models import Person

OFFERED_FOR = timedelta(days=7)
"""So long a debrief can be answered: as long as listeners see a chat of theirs."""


@dataclass(frozen=True, slots=True)
class Resting:
    """Somebody on shift whom nobody is offered to just now, or who has had enough in danger."""

    person: Person
    exposure: exposure.Exposure


@dataclass(frozen=True, slots=True)
class Care:
    """What a supervisor sees on their page."""

    debriefs: Sequence[Debrief]
    resting: Sequence[Resting]
    owed: Sequence[Chat]
    follow_ups: Sequence[FollowUp]


def care_of(person: Person) -> Care:
    """What is to be done for the others: never for oneself."""
    now = clock.now()
    shifts = list(Shift.objects.filter(ended_at=None).exclude(person=person).select_related("person"))
    weights = exposure.exposures({shift.person_id: shift.began_at for shift in shifts})
    rows = [Resting(shift.person, weights[shift.person_id]) for shift in shifts]
    owed = exposure.owed([shift.person_id for shift in shifts], now).select_related(*_OF_A_CHAT)
    open_ = Debrief.objects.filter(wanted=True, met_at=None).exclude(person=person)
    return Care(
        debriefs=list(open_.select_related("person", "chat__request__person").order_by("answered_at")),
        resting=[row for row in rows if row.exposure.cools_until or not row.exposure.heavy],
        owed=list(owed.order_by("ended_at")),
        follow_ups=follow_ups_due(now + timedelta(days=1)),
    )


def debrief_offered(person: Person) -> Chat | None:
    """The last chat in danger of this person that they have not been asked about yet."""
    since = clock.now() - OFFERED_FOR
    heavy = Chat.objects.filter(ended_at__gte=since, request__urgency__gte=routing.DANGER, listener=person)
    unasked = heavy.exclude(debriefs__person=person).select_related(*_OF_A_CHAT)
    return unasked.order_by("-ended_at").first()


def debrief_of(chat: Chat, person: Person) -> Debrief | None:
    """What this person answered."""
    return Debrief.objects.filter(chat=chat, person=person).first()


def carried(chat: Chat, person: Person) -> bool:
    """Whether this person listened in a chat, to its end or until they handed it over."""
    return chat.listener_id == person.pk or (
        HandOver.objects.filter(chat=chat, whose=person, step=Step.DONE).exists()
    )


def follow_up_of(chat: Chat) -> FollowUp | None:
    """The follow-up of a chat, whatever has become of it."""
    return FollowUp.objects.select_related(*_OF_A_TASK).filter(chat=chat).first()


def follow_up_at(conversation: Conversation) -> FollowUp | None:
    """The follow-up that the person can answer or read, if there is one."""
    shown = FollowUp.objects.filter(chat__conversation=conversation)
    return shown.exclude(state=FollowUpState.DROPPED).first()


def follow_ups_due(until: datetime) -> list[FollowUp]:
    """Follow-ups that the person agreed to, due before a moment, the oldest first."""
    agreed = FollowUp.objects.filter(state=FollowUpState.AGREED, due_at__lte=until)
    return list(agreed.select_related(*_OF_A_TASK).order_by("due_at"))


def follow_ups_of(person: Person) -> list[FollowUp]:
    """The follow-ups this listener has to write."""
    mine = FollowUp.objects.filter(state=FollowUpState.AGREED, by=person)
    return list(mine.select_related(*_OF_A_TASK).order_by("due_at"))


def missed() -> list[FollowUp]:
    """Due, not written, and nobody has been called yet."""
    due = FollowUp.objects.filter(state=FollowUpState.AGREED, due_at__lte=clock.now() - LATE, missed_at=None)
    return list(due.select_related(*_OF_A_TASK))


LATE = timedelta(hours=1)
"""So long after its time a follow-up is taken to be missed."""

_OF_A_CHAT = ("conversation", "request__person", "listener")
_OF_A_TASK = ("chat__conversation", "chat__request__person", "chat__listener", "by", "done_by")
