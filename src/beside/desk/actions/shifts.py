"""Coming on shift, pausing, going home."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from beside.desk import routing
from beside.desk.actions.floor import decision
from beside.desk.actions.rota_gate import check_gate
from beside.desk.models import Chat, Service, Shift
from beside.desk.queries import taking
from beside.desk.queries.rules import by_record
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.journal import audit
from beside.people.models import AT_THE_DESK, TRAINED, Person

AN_HOUR, LONGEST = timedelta(hours=1), timedelta(hours=4)
"""How much longer somebody can stay at once, and how long a shift may be at most."""


def start_shift(
    *,
    person: Person,
    slots: int | None = None,
    languages: Sequence[str] | None = None,
    until: datetime | None = None,
    services: Sequence[int] = (),
) -> Shift:
    """Come on shift, or stay on the running one. `slots` defaults to what the service allows this person.

    `services`: keys, none for all. Raises NotForYou (no role), Invalid (more slots), Closed (`rota_gate`).
    """
    if not person.has_role(*AT_THE_DESK):
        raise NotForYou()
    with decision() as service:
        running = Shift.objects.filter(person=person, ended_at=None).first()
        if running is not None:
            return running
        check_gate(person=person)
        allowed, spoken = most_slots(service, person), languages or person.languages or [person.language]
        shift = Shift(person=person, began_at=clock.now(), until=until, languages=list(spoken))
        shift.services, shift.slots = sorted(set(services)), _checked(slots or allowed, allowed)
        shift.save()
        audit.record(actor=person.pk, act="shift.begun", about=str(shift.pk))
    return shift


def stay_longer(*, person: Person) -> Shift:
    """An hour more, so that the door need not close. Raises Closed off shift, without an end, past 4 hours.

    Counted from the end that was meant, or from now when that is past.
    """
    with decision():
        shift = running_shift(person)
        if shift.until is None:
            raise Closed(_("Your shift has no end that could be moved."))
        until = max(shift.until, clock.now()) + AN_HOUR
        if until - shift.began_at > LONGEST:
            raise Closed(_("A shift is four hours at most. End it, rest, and begin another one."))
        shift.until = until
        shift.save(update_fields=["until"])
        audit.record(actor=person.pk, act="shift.longer", about=str(shift.pk))
    return shift


def set_slots(*, person: Person, slots: int) -> Shift:
    """Take up to so many chats at once. Raises Invalid beyond what the service allows, Closed off shift."""
    with decision() as service:
        shift = running_shift(person)
        shift.slots = _checked(slots, most_slots(service, person))
        shift.save(update_fields=["slots"])
    return shift


def pause(*, person: Person) -> Shift:
    """Take nobody new. Running chats go on."""
    with decision():
        shift = running_shift(person)
        if shift.paused_at is None:
            shift.paused_at = clock.now()
            shift.save(update_fields=["paused_at"])
    return shift


def resume(*, person: Person) -> Shift:
    """Be ready again; only ever by the person's own act."""
    with decision():
        shift = running_shift(person)
        shift.paused_at = None
        shift.misses = 0
        shift.save(update_fields=["paused_at", "misses"])
    return shift


def end_shift(*, person: Person) -> Shift:
    """Go home. Raises Closed while chats are running: end them or hand them over first."""
    with decision():
        shift = running_shift(person)
        if Chat.objects.filter(listener=person, ended_at=None).exists():
            raise Closed(_("You still have a chat running. End it or hand it over first."))
        shift.ended_at = clock.now()
        shift.save(update_fields=["ended_at"])
        audit.record(actor=person.pk, act="shift.ended", about=str(shift.pk))
    return shift


def running_shift(person: Person) -> Shift:
    """This person's shift, inside a decision. Raises Closed when there is none."""
    shift = Shift.objects.filter(person=person, ended_at=None).first()
    if shift is None:
        raise Closed(_("You are not on shift. Start your shift first."))
    return shift


def most_slots(service: Service, person: Person) -> int:
    """How many chats at once this person may choose: who is trained for danger as many as a counsellor."""
    trained = person.has_role(*TRAINED) or taking.takes_danger(person, by_record=by_record())
    allowed = service.counsellor_slots if trained else service.listener_slots
    return min(allowed, routing.MOST_SLOTS)


def _checked(slots: int, allowed: int) -> int:
    if not 1 <= slots <= allowed:
        raise Invalid(_("Choose from 1 to %(most)s chats at once.") % {"most": allowed})
    return slots
