"""A seeker comes and goes."""

from django.db import transaction

from beside.foundation import clock, faults
from beside.journal import events
from beside.people import pseudonyms, tokens
from beside.people.actions.rights import raise_epoch
from beside.people.models import Person, Visit


@transaction.atomic
def welcome(*, language: str) -> tuple[Person, Visit, str]:
    """A new pseudonym and its visit on this device. Returns them and the secret for the cookie.

    The name differs from those of seekers who came today, where the lists allow it.
    """
    today = clock.today()
    taken = Person.objects.filter(is_staff=False, came_on=today).values_list("name", flat=True)
    name = pseudonyms.pick(language, taken=frozenset(taken))
    person = Person.objects.create(name=name, language=language, came_on=today)
    visit, token = begin_visit(person=person)
    return person, visit, token


@transaction.atomic
def begin_visit(*, person: Person) -> tuple[Visit, str]:
    """One more device for a seeker who has shown who they are. Returns the visit and its secret."""
    token, token_hash = tokens.make()
    today = clock.today()
    visit = Visit.objects.create(person=person, token_hash=token_hash, begun_on=today, last_seen_on=today)
    return visit, token


def still_here(*, visit: Visit) -> None:
    """Note the day on which this visit was last used. Writes at most once a day, and not on a full disk:
    whoever reads must not need room.
    """
    today = clock.today()
    if visit.last_seen_on != today:
        with faults.unless_full():
            Visit.objects.filter(pk=visit.pk).update(last_seen_on=today)


@transaction.atomic
def leave(*, person: Person, visit: Visit | None = None) -> None:
    """End this visit, or all of the person's; close the sockets; announce `seeker.left`.

    Who listens is told that the person stepped away and that it may not be safe to write.
    """
    running = Visit.objects.filter(person=person, ended_on=None)
    ending = list(running.filter(pk=visit.pk) if visit else running)
    if not ending:
        return
    Visit.objects.filter(pk__in=[one.pk for one in ending]).update(ended_on=clock.today())
    raise_epoch(person=person)
    for one in ending:
        events.announce("seeker.left", key=f"visit-{one.pk}", person=str(person.pk))
