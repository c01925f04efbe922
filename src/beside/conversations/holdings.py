"""What this room keeps about a person: their chats while the keys live, and what is left of erased ones."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Conversation, Seat, Side, Voice
from beside.foundation.holdings import Holding, Until
from beside.journal import holdings as journal
from beside.people.holdings import last_seen
from beside.people.models import Person, ReturnPhrase
from beside.web import lengths

Sooner = Callable[[Conversation], int | None]
_sooner: list[Sooner] = []


def ask_for_hours(sooner: Sooner) -> None:
    """Say who knows after how many hours a chat goes, where that is sooner than in the house (else None)."""
    _sooner[:] = [sooner]


def about(person: Person) -> list[Holding]:
    """Each chat of a seeker with the moment it is destroyed, and who opened any of them."""
    seats = list(seeker_seats(person))
    numbers = [str(seat.conversation_id) for seat in seats]
    found = [_chat(seat) for seat in seats if seat.conversation.erased_at is None]
    found += _erased([seat.conversation for seat in seats if seat.conversation.erased_at is not None])
    if not seats:
        return found
    return [*found, *journal.readings(numbers), *journal.follow_ups("conversation", numbers)]


def seeker_seats(person: Person) -> "list[Seat]":
    """The seats of a person as a seeker, erased conversations included, newest first."""
    mine = Seat.objects.filter(person=person, side=Side.SEEKER).select_related("conversation", "person")
    return list(mine.order_by("-conversation__opened_on", "-pk"))


def destroyed_at(conversation: Conversation, person: Person) -> Until:
    """When the key of a seeker's chat is destroyed, as far as it can be known now."""
    kept = lengths.current()
    if ReturnPhrase.objects.filter(person=person).exists():
        return last_seen(person) + kept.with_words
    hours = _sooner[0](conversation) if _sooner else None
    if conversation.closed_at is None:
        return str(_("%(time)s after it ends") % {"time": lengths.worded(hours)["without_words"]})
    own = timedelta(hours=hours) if hours else kept.without_words
    return conversation.closed_at + min(own, kept.without_words)


def _chat(seat: Seat) -> Holding:
    conversation = seat.conversation
    hidden = seat.voice == Voice.NONE
    until = str(_("hidden; destroyed soon")) if hidden else destroyed_at(conversation, seat.person)
    why = _("So that you and your listener can read it. On disk it is sealed with a key of its own.")
    what = _("A chat that goes on") if conversation.is_open else _("A chat that has ended")
    slowed = {"one_message_at_a_time_until": f"{seat.slow_until}"} if seat.slow_until else {}
    return Holding(what, why, until, conversation.head, not hidden, [facts(conversation) | slowed])


def _erased(conversations: list[Conversation]) -> list[Holding]:
    if not conversations:
        return []
    why = _("So that an old copy of the data is never taken for the truth. Nothing in it can be read.")
    what = _("That there was a chat, which is erased")
    rows = [facts(one) for one in conversations]
    return [Holding(what, why, None, len(rows), detail=rows, beyond=any(one.head for one in conversations))]


def facts(conversation: Conversation) -> dict[str, str]:
    """What a conversation's own row says: its number, its day, whether it is open, its lines, its key's
    state.
    """
    return {
        "conversation": str(conversation.pk),
        "opened": f"{conversation.opened_on}",
        "state": "open" if conversation.is_open else "closed",
        "language": conversation.language,
        "lines": str(conversation.head),
        "key": journal.key_state(conversation.key_id),
    }
