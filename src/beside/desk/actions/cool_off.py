"""Ending with somebody who abuses the service: a pause, never a wall. Danger opens the door again."""

from django.utils.translation import gettext_lazy as _

from beside.desk.actions.floor import decision
from beside.desk.models import Chat, CoolOff
from beside.desk.queries.abuse import LATELY, STEPS, Resting, next_step
from beside.foundation import clock
from beside.foundation.errors import Closed, NotForYou
from beside.journal import audit
from beside.people import tokens
from beside.people.models import Person, Role


def begin_cool_off(*, chat: Chat, actor: Person) -> CoolOff:
    """No new chat for a while for the person of this one, inside a decision: 15 minutes, 24 hours, review."""
    now = clock.now()
    person = chat.request.person
    before = CoolOff.objects.filter(person=person, begun_at__gt=now - LATELY)
    token = before.order_by("-step").values_list("token", flat=True).first() or ""
    step = next_step(person)
    until = now + STEPS[step - 1] if step <= len(STEPS) else None
    audit.record(actor=actor.pk, act="cool-off.begun", about=str(chat.conversation_id), reason=f"step {step}")
    return CoolOff.objects.create(person=person, token=token, step=step, by=actor, begun_at=now, until=until)


def remember_browser(*, resting: Resting, person: Person | None) -> str:
    """Tie a running pause to this browser and to this visit. Returns a token to give it, or nothing.

    The token alone is known afterwards: not the address, not the device. Who clears it begins anew.
    """
    held = resting.row
    given = ""
    if not held.token:
        given, held.token = tokens.make()
        held.save(update_fields=["token"])
    if person is not None and held.person_id is None:
        held.person = person
        held.save(update_fields=["person"])
    return given


def reopen(*, resting: Resting) -> CoolOff:
    """They said that they are in danger: the door is open, and the pause is over. Twice is once."""
    with decision():
        held = CoolOff.objects.get(pk=resting.row.pk)
        if held.reopened_at is None:
            held.reopened_at = clock.now()
            held.save(update_fields=["reopened_at"])
    return held


def lift_cool_off(*, cool_off: CoolOff, actor: Person) -> CoolOff:
    """Somebody has looked at it: the door is open again. For supervisors. Raises NotForYou, Closed."""
    if not actor.has_role(Role.SUPERVISOR):
        raise NotForYou()
    with decision():
        held = CoolOff.objects.get(pk=cool_off.pk)
        if held.lifted_at is not None:
            raise Closed(_("A colleague has opened the door already."))
        held.lifted_at, held.lifted_by = clock.now(), actor
        held.save(update_fields=["lifted_at", "lifted_by"])
        audit.record(actor=actor.pk, act="cool-off.lifted", about=f"cool-off:{held.pk}")
    return held


def forget_cool_offs() -> int:
    """What is longer ago than it counts is deleted. One that waits for a review waits no longer than that."""
    return CoolOff.objects.filter(begun_at__lt=clock.now() - LATELY).delete()[0]
