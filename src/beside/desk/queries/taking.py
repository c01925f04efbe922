"""Who may take danger and people under age: what their roles say, and what is written down about them."""

from dataclasses import replace

from beside.desk import routing
from beside.foundation import clock
from beside.people.models import TRAINED, Person, Qualification
from beside.people.models.listeners import ANYTHING, EVERYDAY


def is_trained(person: Person) -> bool:
    """Whether this person's role says so, whatever their record is."""
    return any(grant.role in TRAINED for grant in person.grants.all())


def with_training(taker: routing.Taker, person: Person, *, by_record: bool) -> routing.Taker:
    """Somebody on shift with what they may take, and what they come first for.

    A record that holds decides. One whose day has passed gives nothing any more, and still forbids what it
    forbade. Without one the role decides: who is trained by it takes everybody; a listener comes when nobody
    trained could be asked in time, or with `by_record` never.
    """
    record: Qualification | None = getattr(person, "qualification", None)
    trained = is_trained(person)
    if record is not None and record.holds_on(clock.today()):
        return _as(taker, record.most_urgency, record.most_urgency >= routing.DANGER, minors=record.minors)
    anybody = trained or not by_record
    most = ANYTHING if anybody else EVERYDAY
    if record is None:
        return replace(_as(taker, most, trained, minors=anybody), for_minors=trained)
    capped = _as(taker, min(most, record.most_urgency), trained, minors=record.minors and anybody)
    return replace(
        capped,
        certified=trained and record.most_urgency >= routing.DANGER,
        for_minors=trained and record.minors,
    )


def takes_danger(person: Person, *, by_record: bool) -> bool:
    """Whether this person counts as trained for danger."""
    return with_training(_nobody(person), person, by_record=by_record).certified


def may_take(person: Person, urgency: int, *, by_record: bool) -> bool:
    """Whether this person may take somebody in so much danger at all."""
    return urgency <= with_training(_nobody(person), person, by_record=by_record).most


def _nobody(person: Person) -> routing.Taker:
    return routing.Taker(person.pk, frozenset(), 1)


def _as(taker: routing.Taker, most: int, certified: bool, *, minors: bool) -> routing.Taker:
    return replace(taker, most=most, certified=certified, minors=minors, for_minors=minors)
