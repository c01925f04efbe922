"""What a listener may take and brings along, and whom a seeker would rather not meet again."""

import re
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.foundation.text import clean
from beside.journal import audit
from beside.people.actions.rights import check_rule
from beside.people.models import Block, Gender, Person, Profile, Qualification
from beside.people.models.listeners import ANYTHING

MOST_CODES = 30
MOST_TRAINING = 120

_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{0,29}$")


@transaction.atomic
def qualify(
    *,
    actor: Person,
    person: Person,
    most_urgency: int,
    minors: bool,
    training: str = "",
    review_on: date | None = None,
) -> Qualification:
    """Write down up to which urgency (0 to 4) somebody may take people, and whether also under age.

    Binds from the next offer on. `training` is one line that seekers may read, `review_on` the last day on
    which it counts. Raises NotForYou, Closed for oneself, Invalid for what cannot be written down.
    """
    check_rule(actor, person)
    line = clean(training)
    _check_record(most_urgency, line, review_on)
    facts = {"most_urgency": most_urgency, "minors": minors, "training": line, "review_on": review_on}
    kept, _made = Qualification.objects.update_or_create(
        person=person, defaults={**facts, "granted_by": actor, "granted_at": clock.now()}
    )
    what = f"{most_urgency}{',minors' if minors else ''}{f',until {review_on}' if review_on else ''}"
    audit.record(actor=actor.pk, act="qualification.given", about=str(person.pk), reason=what)
    return kept


@transaction.atomic
def unqualify(*, actor: Person, person: Person) -> None:
    """Take the record away: the person's roles decide again. Raises NotForYou, Closed for oneself."""
    check_rule(actor, person)
    taken, _each = Qualification.objects.filter(person=person).delete()
    if taken:
        audit.record(actor=actor.pk, act="qualification.taken", about=str(person.pk))


@transaction.atomic
def choose_profile(
    *, person: Person, topics: Sequence[str] = (), tags: Sequence[str] = (), gender: str = ""
) -> Profile | None:
    """What a member of staff says of themselves, as codes. Saying nothing at all keeps nothing: then None.

    Raises Invalid for what is no code, ValueError for a seeker.
    """
    if not person.is_staff:
        raise ValueError("Seekers have no profile.")
    codes = [*topics, *tags]
    if len(codes) > 2 * MOST_CODES or not all(_CODE.match(code) for code in codes):
        raise Invalid(_("Choose from the list."))
    if gender not in ("", *Gender.values):
        raise Invalid(_("Choose from the list."))
    kept = {"topics": sorted(set(topics)), "tags": sorted(set(tags)), "gender": gender}
    if not any(kept.values()):
        Profile.objects.filter(person=person).delete()
        return None
    return Profile.objects.update_or_create(person=person, defaults=kept)[0]


@transaction.atomic
def block(*, person: Person, colleague: Person) -> Block:
    """A seeker will not be put through to this colleague again. Asking twice is once; no reason is asked."""
    if person.is_staff or not colleague.is_staff:
        raise ValueError("A seeker blocks a member of staff.")
    facts = {"since": clock.today()}
    return Block.objects.get_or_create(person=person, colleague=colleague, defaults=facts)[0]


@transaction.atomic
def unblock(*, person: Person, colleague: Person | None = None) -> int:
    """Take it back, for one colleague or for all of them. Returns how many it were."""
    held = Block.objects.filter(person=person)
    held = held.filter(colleague=colleague) if colleague else held
    return held.delete()[0]


def _check_record(most_urgency: int, line: str, review_on: date | None) -> None:
    if not 0 <= most_urgency <= ANYTHING or len(line) > MOST_TRAINING or "\n" in line:
        raise Invalid(_("Choose a level, and say the training in one line."))
    if review_on is not None and review_on < clock.today():
        raise Invalid(_("This day has passed. Choose a later one, or none."))
