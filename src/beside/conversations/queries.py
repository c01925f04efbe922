"""Reading conversations. Every query starts from the person."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from beside.conversations.drafts import Written
from beside.conversations.lines import Author, Change, Line, fold, opened
from beside.conversations.models import Conversation, Kind, Seat, Side, Voice
from beside.conversations.seats import readable
from beside.foundation.errors import NotForYou
from beside.gateway import presence
from beside.journal import keys
from beside.people.models import Person


def seat_of(person: Person, conversation_id: UUID) -> Seat:
    """This person's seat. A miss is NotForYou, and says no more."""
    seat = readable().filter(person=person, conversation_id=conversation_id).first()
    if seat is None:
        raise NotForYou()
    return seat


def seat_by_id(seat_id: int) -> Seat:
    """A seat that may still read, by number. Raises NotForYou once it may not (see `seats`)."""
    seat = readable().filter(pk=seat_id).first()
    if seat is None:
        raise NotForYou(_("You are no longer part of this conversation."))
    return seat


def authors(conversation_id: UUID) -> dict[str, Author]:
    """Who sits behind each seat's number."""
    seats = Seat.objects.select_related("person").filter(conversation_id=conversation_id)
    return {str(seat.pk): Author(seat.pk, seat.person.name, seat.side, str(seat.person_id)) for seat in seats}


def staff_present(conversation: Conversation) -> list[Person]:
    """The staff who may speak here now, longest seated first."""
    seats = (
        conversation.seats.select_related("person").filter(side=Side.STAFF, voice=Voice.SPEAKS).order_by("pk")
    )
    return [seat.person for seat in seats]


def written(conversation: Conversation, after: int = 0) -> list[Written]:
    """The log's rows after a position, still sealed, in order."""
    rows = conversation.entries.filter(position__gt=after).order_by("position")
    return [Written.of(row, conversation.key_id) for row in rows]


def lines(seat: Seat, after: int = 0) -> list[Line]:
    """What this seat sees after a position, opened and folded."""
    return fold(since(seat, after))


def since(seat: Seat, after: int) -> list[Line | Change]:
    """Every entry after a position as this seat sees it, in order, unfolded."""
    return shown(seat, written(seat.conversation, after), authors(seat.conversation_id))


def shown(seat: Seat, entries: Iterable[Written], known: Mapping[str, Author]) -> list[Line | Change]:
    """Entries opened for this seat."""
    key = keys.get(seat.conversation.key_id)
    return [opened(entry, entry.opened(key), seat, known) for entry in entries]


def seen_upto(seat: Seat) -> int:
    """How far the people on the other side have read, as a position."""
    others = Seat.objects.filter(conversation=seat.conversation, voice=Voice.SPEAKS).exclude(pk=seat.pk)
    return max(others.values_list("read_upto", flat=True), default=0)


def head_of(conversation_id: UUID) -> int:
    """The last position of a log."""
    return Conversation.objects.values_list("head", flat=True).get(pk=conversation_id)


def heads(seat_ids: Collection[int]) -> dict[int, int]:
    """The last position of each seat's log, for the seats among them that may still read."""
    return dict(readable().filter(pk__in=seat_ids).values_list("pk", "conversation__head"))


def taken_since(moment: datetime) -> set[int]:
    """The seats that were taken away since a moment. Let calls overlap: clocks of processes differ."""
    return set(Seat.objects.filter(taken_at__gte=moment, voice=Voice.NONE).values_list("pk", flat=True))


def backstage_of(conversation: Conversation) -> Conversation | None:
    """The staff-only conversation tied to this one."""
    tied = Conversation.objects.filter(tied_to=conversation, kind=Kind.BACKSTAGE)
    return tied.order_by("opened_on", "pk").first()


def open_seats(persons: Collection[UUID]) -> list[Seat]:
    """The seats of these persons in conversations that have not ended; not where they only read along."""
    seats = Seat.objects.select_related("person").filter(
        person__in=persons, conversation__closed_at__isnull=True, voice=Voice.SPEAKS
    )
    return list(seats)


def others_here(seat: Seat) -> list[tuple[str, bool]]:
    """The other people who may speak here: first name, and whether they have a page open."""
    others = Seat.objects.select_related("person").filter(
        conversation_id=seat.conversation_id, voice=Voice.SPEAKS
    )
    return [(one.person.name, presence.here(one.person_id)) for one in others.exclude(pk=seat.pk)]


def conversation_by_id(number: UUID) -> Conversation:
    """A conversation for a follower, by number: never for a view."""
    return Conversation.objects.get(pk=number)
