"""A lost second step or pass-phrase: one person asks, another decides, and neither is the one it is for."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock, text
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.actions.joining import renew_phrase
from beside.people.actions.rights import RULERS, sign_out_everywhere
from beside.people.models import Person, Reset, Role

DECIDERS = (*RULERS, Role.SUPERVISOR)
"""Who may be the second person."""


@transaction.atomic
def ask_reset(*, actor: Person, person: Person, what: str, reason: str) -> Reset:
    """Ask to reset somebody's second step or pass-phrase. Nothing changes until another person agrees."""
    if not actor.has_role(*RULERS):
        raise NotForYou()
    if actor.pk == person.pk:
        raise Closed(_("Nobody resets their own. Ask another manager or administrator."))
    why = text.clean(reason)
    if what not in Reset.What.values or not 0 < len(why) <= 300:
        raise Invalid(_("Say in a few words how you know that it is lost."))
    if Reset.objects.filter(person=person, what=what, decided_at=None).exists():
        raise Closed(_("This has been asked for already and waits for a second person."))
    made = Reset.objects.create(person=person, what=what, reason=why, asked_by=actor, asked_at=clock.now())
    audit.record(actor=actor.pk, act=f"reset.{what}.asked", about=str(person.pk), reason=why)
    return made


@transaction.atomic
def approve_reset(*, actor: Person, reset: Reset) -> str:
    """Agree, as the second person. Returns the secret of the link for a new pass-phrase, or an empty text.

    A second step is removed with its recovery codes; every session ends. Raises Closed for one's own act.
    """
    _decide(actor, reset, is_approved=True)
    sign_out_everywhere(person=reset.person)
    audit.record(actor=actor.pk, act=f"reset.{reset.what}.approved", about=str(reset.person_id))
    if reset.what == Reset.What.PHRASE:
        return renew_phrase(actor=actor, person=reset.person)[1]
    Authenticator.objects.filter(user__person=reset.person).delete()
    return ""


@transaction.atomic
def refuse_reset(*, actor: Person, reset: Reset) -> None:
    """Decline, as the second person; the one who asked may take it back the same way."""
    if actor.pk != reset.asked_by_id:
        _check_decider(actor, reset)
    if not Reset.objects.filter(pk=reset.pk, decided_at=None).update(
        decided_at=clock.now(), decided_by=actor
    ):
        raise Closed(_("This has been decided already."))
    audit.record(actor=actor.pk, act=f"reset.{reset.what}.refused", about=str(reset.person_id))


def _decide(actor: Person, reset: Reset, *, is_approved: bool) -> None:
    _check_decider(actor, reset)
    if actor.pk == reset.asked_by_id:
        raise Closed(_("You asked for this. A second person decides."))
    waiting = Reset.objects.filter(pk=reset.pk, decided_at=None)
    if not waiting.update(decided_at=clock.now(), decided_by=actor, is_approved=is_approved):
        raise Closed(_("This has been decided already."))


def _check_decider(actor: Person, reset: Reset) -> None:
    if not actor.has_role(*DECIDERS):
        raise NotForYou()
    if actor.pk == reset.person_id:
        raise Closed(_("Nobody resets their own. Ask another manager or administrator."))
