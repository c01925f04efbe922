"""A follow-up: proposed by the listener, agreed by the person, written in its time, read when they return.

Nothing leaves the house: the line waits behind the person's own five words. Without their yes there is none.
"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.conversations.models import Seat, Side
from beside.desk.models import Chat, FollowUp, FollowUpState
from beside.desk.queries import aftercare
from beside.foundation import clock, vault
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.foundation.text import clean
from beside.journal import audit, keys
from beside.people.models import TRAINED, Person, Role
from beside.safety import actions as safety

MISSED = "follow-up"
"""The call to supervisors: somebody was promised a line, and nobody has written it."""

HOURS = (24, 48, 72)
"""How long after the yes it is due (features §5, step 17)."""

MOST_WORDS = 1000
_CLOCK = (1800, 7200)


def propose_follow_up(*, chat: Chat, actor: Person, hours: int) -> FollowUp:
    """Offer to write again. The person is asked on their own page; until they say yes, nothing is promised.

    Raises NotForYou for somebody else's chat, Invalid for another length, Closed once they have answered.
    """
    if chat.listener_id != actor.pk:
        raise NotForYou()
    if hours not in HOURS:
        raise Invalid(_("Choose when you would write."))
    with transaction.atomic():
        held = FollowUp.objects.select_for_update().filter(chat=chat).first()
        if held is not None and held.state not in (FollowUpState.PROPOSED, FollowUpState.DROPPED):
            raise Closed(_("The person has answered already."))
        given = {"by": actor, "hours": hours, "proposed_at": clock.now(), "state": FollowUpState.PROPOSED}
        made, _new = FollowUp.objects.update_or_create(chat=chat, defaults=given)
    return made


@transaction.atomic
def drop_follow_up(*, chat: Chat, actor: Person) -> None:
    """Take the offer back, or call the promise off. Nothing happens where there is none. Raises NotForYou."""
    if chat.listener_id != actor.pk and not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    open_ = (FollowUpState.PROPOSED, FollowUpState.AGREED)
    if FollowUp.objects.filter(chat=chat, state__in=open_).update(state=FollowUpState.DROPPED):
        _stop_calling(chat)
        audit.record(actor=actor.pk, act="follow-up.dropped", about=str(chat.conversation_id))


@transaction.atomic
def answer_follow_up(*, chat: Chat, person: Person, yes: bool) -> FollowUp:
    """The person's own yes or no; a yes can be taken back until it is written. No reason is asked.

    Raises NotForYou, Closed where nothing is offered any more.
    """
    _check_seeker(chat, person)
    held = FollowUp.objects.select_for_update().filter(chat=chat).first()
    if held is None or held.state in (FollowUpState.DROPPED, FollowUpState.DONE):
        raise Closed(_("There is nothing to answer any more."))
    if yes and held.state == FollowUpState.AGREED:
        return held
    held.state = FollowUpState.AGREED if yes else FollowUpState.REFUSED
    held.answered_at = clock.now()
    held.due_at = clock.now() + timedelta(hours=held.hours) if yes else None
    held.save(update_fields=["state", "answered_at", "due_at"])
    _stop_calling(chat)
    return held


def write_follow_up(*, chat: Chat, actor: Person, words: str) -> FollowUp:
    """Write the promised line, sealed under the chat's own key: it goes when the chat goes.

    For who promised it, or a counsellor or supervisor in their place. Raises NotForYou, Invalid, Closed
    without the person's yes, once it is written, or when the chat has been erased.
    """
    if chat.listener_id != actor.pk and not actor.has_role(*TRAINED):
        raise NotForYou()
    said = clean(words)
    if not said or len(said) > MOST_WORDS:
        raise Invalid(_("Write a few lines, up to %(most)s characters.") % {"most": MOST_WORDS})
    if chat.conversation.erased_at is not None:
        raise Closed(_("This chat has been erased."))
    sealed = vault.seal(keys.get(chat.conversation.key_id), said.encode(), _about(chat))
    with transaction.atomic():
        held = FollowUp.objects.select_for_update().filter(chat=chat).first()
        if held is None or held.state != FollowUpState.AGREED:
            raise Closed(_("There is no yes of the person to this, or it has been written."))
        held.state, held.sealed, held.done_at, held.done_by = FollowUpState.DONE, sealed, clock.now(), actor
        held.save(update_fields=["state", "sealed", "done_at", "done_by"])
        audit.record(actor=actor.pk, act="follow-up.written", about=str(chat.conversation_id))
        _stop_calling(chat)
    return held


def words_of(*, chat: Chat, person: Person) -> str:
    """The line, for the person it was written to. Nothing where there is none. Raises NotForYou."""
    _check_seeker(chat, person)
    held = aftercare.follow_up_of(chat)
    if held is None or not held.sealed:
        return ""
    return vault.unseal(keys.get(chat.conversation.key_id), bytes(held.sealed), _about(chat)).decode()


def call_for_missed() -> int:
    """Call supervisors about each promise that nobody has kept in time, once. Returns how many."""
    found = aftercare.missed()
    for held in found:
        with transaction.atomic():
            FollowUp.objects.filter(pk=held.pk).update(missed_at=clock.now())
            due, second = _CLOCK
            safety.raise_alert(
                kind=MISSED,
                conversation=held.chat.conversation,
                level=1,
                due_seconds=due,
                second_after_seconds=second,
            )
    return len(found)


def forget_follow_up(*, conversation_id: UUID) -> None:
    """The chat is gone: so are the promise and its words. Idempotent."""
    gone = FollowUp.objects.filter(chat__conversation_id=conversation_id)
    if gone.exists():
        safety.resolve_alerts(kind=MISSED, subject=str(conversation_id))
        gone.delete()


def _check_seeker(chat: Chat, person: Person) -> None:
    seats = Seat.objects.filter(conversation_id=chat.conversation_id, person=person, side=Side.SEEKER)
    if not seats.exists():
        raise NotForYou()


def _stop_calling(chat: Chat) -> None:
    safety.resolve_alerts(kind=MISSED, subject=str(chat.conversation_id))


def _about(chat: Chat) -> str:
    return f"follow-up:{chat.pk}"
