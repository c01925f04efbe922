"""A person asks for everything to go: what is destroyed at once, what is hidden first, for a day at most."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from beside.conversations import actions as conversations
from beside.conversations.holdings import seeker_seats
from beside.conversations.models import Conversation, Seat, Voice
from beside.desk import actions as desk
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import remains
from beside.operations import told
from beside.operations.models import Erasure
from beside.people import actions as people
from beside.people import tokens
from beside.people.models import Person, Visit
from beside.safety import queries as safety

EVERY = 300
"""Seconds between two looks at what is hidden."""

HELD_FROM = 3
"""From this level on an open concern keeps a chat, hidden, until it is settled (product.md)."""


def erase_person(*, person: Person) -> Erasure:
    """Destroy everything that this seeker's chats hold, and end their visits. Twice is once.

    A chat with an open concern of level 3 or 4 is hidden from everyone at once, and destroyed when the
    concern is closed or its time is over. Call it outside a transaction: keys have a store of their own.
    """
    kept = _kept(person)
    for conversation in kept:
        _end(conversation, person)
    held = [one for one in kept if is_held(one)]
    receipt = _receipt(person, destroyed=len(kept) - len(held), held=len(held))
    for conversation in held:
        _hide(conversation)
    people.forget_phrase(person=person)
    people.unblock(person=person)
    people.leave(person=person)
    finish(receipt)
    remains.sweep.enqueue()
    receipt.refresh_from_db()
    return receipt


def finish(receipt: Erasure) -> None:
    """Destroy what no open concern holds any more, or whose time is over; then the receipt says so."""
    late = receipt.held_until is not None and receipt.held_until <= clock.now() + timedelta(seconds=EVERY)
    left = [one for one in _kept(receipt.person) if not late and is_held(one)]
    for conversation in _kept(receipt.person):
        if conversation not in left:
            destroy(conversation, receipt.person)
    if not left:
        Erasure.objects.filter(pk=receipt.pk, done_on=None).update(done_on=clock.today())


def destroy(conversation: Conversation, actor: Person | None) -> None:
    """One chat with all that hangs on it: the backstage, the listener's note, the person's answers."""
    desk.forget_answers(conversation_id=conversation.pk)
    for aside in conversation.backstages.filter(erased_at__isnull=True):
        conversations.erase(conversation=aside, actor=actor)
    conversations.erase(conversation=conversation, actor=actor)


@task()
def look_after_hidden() -> None:
    """Go on with what was asked for and is not done: a concern was closed, a time is over, a process had
    died.
    """
    for receipt in Erasure.objects.filter(done_on=None).select_related("person"):
        finish(receipt)


@task()
def concern_closed(conversation: str) -> None:
    """After "concern.closed": what was only kept for it is destroyed now."""
    for receipt in Erasure.objects.filter(
        done_on=None, person__seats__conversation_id=uuid.UUID(conversation)
    ):
        finish(receipt)


def _kept(person: Person) -> list[Conversation]:
    """A seeker's conversations that are not erased."""
    return [seat.conversation for seat in seeker_seats(person) if seat.conversation.erased_at is None]


def _end(conversation: Conversation, person: Person) -> None:
    """Say to whoever listens that the person erased this, while it can still be read; the desk follows at
    once.
    """
    try:
        with transaction.atomic():
            conversations.close(conversation=conversation, actor=person, reason="erased")
    except Closed:
        conversation.refresh_from_db()
        return
    desk.conversation_closed(conversation_id=conversation.pk, reason="erased")


def is_held(conversation: Conversation) -> bool:
    """Whether an open concern keeps this chat from being destroyed at once."""
    concern = safety.open_concern(conversation.pk)
    return concern is not None and concern.level >= HELD_FROM


def _hide(conversation: Conversation) -> None:
    """Nobody opens it any more, on any page, but whoever said of its concern "I have it"."""
    concern = safety.open_concern(conversation.pk)
    looks_after = concern.acknowledged_by_id if concern else None
    both = [conversation, *conversation.backstages.all()]
    for seat in (
        Seat.objects.filter(conversation__in=both).exclude(voice=Voice.NONE).select_related("conversation")
    ):
        if seat.person_id != looks_after:
            conversations.unseat(seat=seat, announce=False)


def _receipt(person: Person, *, destroyed: int, held: int) -> Erasure:
    facts = {
        "asked_on": clock.today(),
        "destroyed": destroyed,
        "held": held,
        "held_until": clock.now() + told.lengths().held if held else None,
    }
    return Erasure.objects.get_or_create(person=person, defaults=facts)[0]


def would_be_held(person: Person) -> bool:
    """Whether something would be hidden first, and destroyed later: the person is told before they decide."""
    return any(is_held(one) for one in _kept(person))


def is_talking(person: Person) -> bool:
    """Whether a chat or a place in line would end."""
    return any(one.is_open for one in _kept(person))


def receipt(number: uuid.UUID) -> dict[str, Any]:
    """What a receipt says: the row, and the day from which even a stolen copy of the keys opens nothing.

    Raises NotForYou for a number that is none.
    """
    found = Erasure.objects.filter(pk=number).first()
    if found is None:
        raise NotForYou(_("There is no page here."))
    copies = told.lengths().key_copies
    last = found.done_on or (found.held_until.date() if found.held_until else found.asked_on)
    return {"receipt": found, "copies_until": last + copies, "copies_before": found.asked_on + copies}


def receipt_of_visit(token: str) -> Erasure | None:
    """The receipt of the person whom a visit's cookie named, running or ended."""
    if not token:
        return None
    visit = Visit.objects.filter(token_hash=tokens.hashed(token)).first()
    return Erasure.objects.filter(person=visit.person_id).first() if visit else None
