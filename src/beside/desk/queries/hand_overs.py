"""Which hand-overs are under way, and who is in a chat that is not theirs yet."""

from uuid import UUID

from django.db.models import QuerySet

from beside.conversations.models import Entry, EntryKind, Seat, Side
from beside.desk.models import Chat, HandOver, OfferState, Step, Target
from beside.desk.models.hand_over import UNDER_WAY
from beside.people.models import Person


def under_way(chat: Chat) -> HandOver | None:
    """The hand-over of this chat that is not settled yet."""
    return every_one().filter(chat=chat).first()


def every_one() -> "QuerySet[HandOver]":
    """All that are under way, the oldest first."""
    rows = HandOver.objects.filter(step__in=UNDER_WAY).order_by("pk")
    return rows.select_related(
        "chat__conversation", "chat__request__person", "chat__listener", "by", "to", "taker", "offer"
    )


def question_of(conversation_id: UUID) -> HandOver | None:
    """What the seeker of this chat is being asked, while the question stands."""
    asked = every_one().filter(chat__conversation_id=conversation_id, chat__ended_at=None)
    return asked.filter(step=Step.ASKING).first()


def is_beside(person: Person, chat: Chat) -> bool:
    """Whether this person has come to take this chat over and is there together with its listener."""
    return HandOver.objects.filter(chat=chat, taker=person, step=Step.TOGETHER).exists()


def beside(person: Person) -> set[int]:
    """The chats (their numbers) in which this person is together with the listener who hands over."""
    here = HandOver.objects.filter(taker=person, step=Step.TOGETHER, chat__ended_at=None)
    return set(here.values_list("chat_id", flat=True))


def carried() -> list[tuple[UUID, int]]:
    """Who carries what beside its listener: persons and the urgency of the chat, for the count of places."""
    here = HandOver.objects.filter(step=Step.TOGETHER, chat__ended_at=None)
    rows = here.values_list("taker_id", "chat__request__urgency")
    return [(taker, urgency) for taker, urgency in rows if taker is not None]


def came_with(chat: Chat, person: Person) -> HandOver | None:
    """The hand-over by which this person came to the chat, if they did not begin it."""
    rows = HandOver.objects.filter(chat=chat, taker=person, step__in=(Step.TOGETHER, Step.DONE))
    return rows.select_related("by", "whose").order_by("-pk").first()


def came_to_nothing(going: HandOver) -> bool:
    """Whether the colleague who was named has let it go, or was never asked."""
    if going.step != Step.FINDING or going.target != Target.PERSON:
        return False
    return going.offer is None or going.offer.state != OfferState.OPEN


def is_colleague_asked(chat: Chat) -> bool:
    """Whether a colleague is being asked, right now, to carry this chat on."""
    going = under_way(chat)
    open_ = going is not None and going.offer is not None and going.offer.state == OfferState.OPEN
    return going is not None and going.step == Step.FINDING and open_


def has_written(going: HandOver, *, seeker: bool) -> bool:
    """Whether the seeker (or else who came to take over) has said anything since the last step."""
    seats = Seat.objects.filter(conversation=going.chat.conversation)
    seats = seats.filter(side=Side.SEEKER) if seeker else seats.filter(person=going.taker)
    numbers = [str(number) for number in seats.values_list("pk", flat=True)]
    said = Entry.objects.filter(conversation=going.chat.conversation, kind=EntryKind.SAID)
    return said.filter(author__in=numbers, position__gt=going.asked_after).exists()
