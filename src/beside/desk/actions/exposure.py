"""What listening weighs, asked about one person, and the act of a supervisor that lifts it."""

from datetime import datetime

from beside.desk.actions.floor import decision
from beside.desk.models import Easing
from beside.desk.queries import exposure
from beside.foundation import clock
from beside.foundation.errors import NotForYou
from beside.journal import audit
from beside.people.models import Person, Role


def points_of(person: Person) -> int:
    """What the chats of the running shift have weighed so far (`queries.exposure.POINTS`)."""
    return exposure.of(person).points


def has_room_for_heavy(person: Person) -> bool:
    """Whether one more chat in danger fits into this shift."""
    return exposure.of(person).heavy


def cools_until(person: Person) -> datetime | None:
    """When the rest after a chat in danger ends, or None when there is none."""
    return exposure.of(person).cools_until


def ease(*, person: Person, actor: Person) -> Easing:
    """Let a colleague take people again: their rest is over, their points begin anew. In the audit trail.

    For supervisors, and never for oneself. Raises NotForYou.
    """
    if not actor.has_role(Role.SUPERVISOR) or actor == person:
        raise NotForYou()
    with decision():
        made = Easing.objects.create(person=person, by=actor, at=clock.now())
        audit.record(actor=actor.pk, act="exposure.eased", about=str(person.pk))
    return made
