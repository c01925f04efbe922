"""What is left of a seeker of whom nothing is kept fades to a name and two days."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from beside.foundation import clock
from beside.people.models import Block, Person, ReturnPhrase, Visit
from beside.people.queries import VISIT_DAYS, running_visits

FORGOTTEN = "gone-"
"""What stands in place of a browser's mark that was forgotten; no hash begins so."""


def gone() -> "QuerySet[Person]":
    """Seekers without a running visit and without five words, of whom more than the least is still known."""
    here = Exists(running_visits().filter(person=OuterRef("pk")))
    back = Exists(ReturnPhrase.objects.filter(person=OuterRef("pk")))
    long_ago = clock.today() - timedelta(days=VISIT_DAYS)
    return Person.objects.filter(~here, ~back, is_staff=False, came_on__lt=long_ago).exclude(language="")


def forget_marks(*, visits: Sequence[int]) -> None:
    """Forget in which browser somebody came: these visits are over, and only their days stay. Idempotent."""
    for visit in Visit.objects.filter(pk__in=visits):
        ended_on = visit.ended_on or visit.last_seen_on
        Visit.objects.filter(pk=visit.pk).update(token_hash=f"{FORGOTTEN}{visit.pk}", ended_on=ended_on)


@transaction.atomic
def fade(*, person: Person) -> None:
    """Forget a seeker's language, blocks and every visit but the last. Raises ValueError for staff."""
    if person.is_staff:
        raise ValueError("Colleagues do not fade; their accounts are closed.")
    visits = Visit.objects.filter(person=person).order_by("-last_seen_on", "-pk")
    last = visits.first()
    if last is not None:
        visits.exclude(pk=last.pk).delete()
        Visit.objects.filter(pk=last.pk).update(begun_on=last.last_seen_on, ended_on=last.last_seen_on)
    Block.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(language="")
