"""After danger: the talk that is offered to a listener, and the record that may be written later."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk.actions.floor import decision
from beside.desk.models import Chat, Debrief, WrapUp
from beside.desk.queries import aftercare
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.models import Person, Role
from beside.safety import actions as safety

WANTED = "debrief"
"""The call to supervisors: a listener would like to talk."""

_CLOCK = (600, 1800)
"""Ten minutes to answer it; after half an hour the second level is called."""

LATER = timedelta(hours=24)
"""So long a supervisor lets a record wait."""


def answer_debrief(*, chat: Chat, person: Person, wanted: bool) -> Debrief:
    """Yes or no to a talk after danger; no is written down as well. Anew, the last answer counts.

    A yes calls the supervisors. Raises NotForYou for a chat that was not this person's, Closed before its
    end or after the talk.
    """
    if not aftercare.carried(chat, person):
        raise NotForYou()
    if chat.is_running:
        raise Closed(_("This chat is still running."))
    with transaction.atomic():
        held = Debrief.objects.select_for_update().filter(chat=chat, person=person).first()
        if held is not None and held.met_at is not None:
            raise Closed(_("You have talked about this already."))
        given = {"wanted": wanted, "answered_at": clock.now()}
        kept, _made = Debrief.objects.update_or_create(chat=chat, person=person, defaults=given)
        _call(kept)
    return kept


def met(*, debrief: Debrief, actor: Person) -> Debrief:
    """A supervisor has talked with the listener. Twice is once. Raises NotForYou, also for one's own."""
    if not actor.has_role(Role.SUPERVISOR) or actor.pk == debrief.person_id:
        raise NotForYou()
    with transaction.atomic():
        held = Debrief.objects.select_for_update().get(pk=debrief.pk)
        if held.met_at is None:
            held.met_at, held.met_by = clock.now(), actor
            held.save(update_fields=["met_at", "met_by"])
            safety.resolve_alerts(kind=WANTED, subject=f"{held.pk}")
    return held


def defer_wrap_up(*, chat: Chat, actor: Person) -> WrapUp:
    """Let a listener take somebody before the record of an ended chat is written, for a day.

    For supervisors, never for oneself. Raises NotForYou, Invalid for one's own, Closed while the chat runs or
    once it is written.
    """
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    if actor.pk == chat.listener_id:
        raise Invalid(_("This record is yours. Ask another supervisor to let it wait."))
    if chat.is_running:
        raise Closed(_("This chat is still running."))
    with decision():
        now = clock.now()
        fresh = {"begun_at": now, "urgency_in": chat.request.urgency}
        kept, _made = WrapUp.objects.get_or_create(chat=chat, author=chat.listener, defaults=fresh)
        if kept.saved_at is not None:
            raise Closed(_("This record has been written."))
        kept.deferred_until, kept.deferred_by = now + LATER, actor
        kept.save(update_fields=["deferred_until", "deferred_by"])
        audit.record(actor=actor.pk, act="wrap-up.deferred", about=str(chat.conversation_id))
    return kept


def _call(held: Debrief) -> None:
    if not held.wanted:
        safety.resolve_alerts(kind=WANTED, subject=f"{held.pk}")
        return
    due, second = _CLOCK
    safety.raise_alert(
        kind=WANTED, subject=f"{held.pk}", level=1, due_seconds=due, second_after_seconds=second
    )
