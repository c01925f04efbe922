"""Marking a line of the chat and pinning a fact, in the staff-only log beside it."""

from concurrent.futures import Future

from django.utils.translation import gettext_lazy as _

from beside.conversations import actions as conversations
from beside.conversations import queries as conversation_queries
from beside.conversations.drafts import Written
from beside.conversations.models import Conversation, Entry, EntryKind, Seat
from beside.desk import marking
from beside.desk.actions.beside import sit_beside
from beside.desk.marking import LABELS, MARK, MOST_FACT, MOST_PINS, OFF, PIN, Mark
from beside.foundation.errors import Closed, Invalid
from beside.foundation.text import clean
from beside.people.models import Person


def mark_line(
    *, conversation: Conversation, actor: Person, position: int, mark: str, client_id: str
) -> "Future[Written]":
    """Mark a line of the chat, for staff only. Raises NotForYou, Invalid for no such mark or line."""
    if mark not in set(Mark):
        raise Invalid(_("Choose what the line is marked as."))
    said = Entry.objects.filter(conversation=conversation, position=position, kind=EntryKind.SAID)
    if not said.exists():
        raise Invalid(_("Choose a line of the chat."))
    seat = sit_beside(conversation=conversation, actor=actor)
    about = {"style": MARK, "beside": position, "mark": mark}
    return conversations.say(seat=seat, words=str(LABELS[Mark(mark)]), client_id=client_id, about=about)


def pin_fact(*, conversation: Conversation, actor: Person, words: str, client_id: str) -> "Future[Written]":
    """Hold up a fact for whoever is with this chat. Raises NotForYou, Invalid, Closed beyond eight facts."""
    if len(clean(words)) > MOST_FACT:
        raise Invalid(_("A fact is short: %(most)s characters are enough.") % {"most": MOST_FACT})
    seat = sit_beside(conversation=conversation, actor=actor)
    if len(marking.pins(conversation_queries.lines(seat))) >= MOST_PINS and not _known(seat, client_id):
        raise Closed(_("Eight facts are pinned already. Take one off first."))
    about = {"style": PIN, "beside": conversation_queries.head_of(conversation.pk)}
    return conversations.say(seat=seat, words=words, client_id=client_id, about=about)


def take_off(
    *, conversation: Conversation, actor: Person, position: int, client_id: str
) -> "Future[Written]":
    """Take a mark or a pin off, whoever put it there. Raises NotForYou, Invalid for what is neither."""
    seat = sit_beside(conversation=conversation, actor=actor)
    lines = conversation_queries.lines(seat)
    if not any(line.position == position and line.about.get("style") in (MARK, PIN) for line in lines):
        raise Invalid(_("This is not there any more."))
    about = {"style": OFF, "of": position}
    return conversations.say(seat=seat, words="–", client_id=client_id, about=about)


def _known(seat: Seat, client_id: str) -> bool:
    """A second click on the same button."""
    return Entry.objects.filter(
        conversation=seat.conversation, author=str(seat.pk), client_id=client_id
    ).exists()
