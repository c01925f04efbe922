"""Whether somebody may take a planned shift: who is wanted, what they have taken already, rest between."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from beside.desk.models import Claim, Planned, RotaRules, Wish
from beside.desk.queries import rota
from beside.desk.turns import Span
from beside.foundation import clock
from beside.foundation.errors import Closed, Invalid, NotForYou
from beside.people.models import AT_THE_DESK, Person

FIRST_MONTH = timedelta(days=30)


def check_suited(planned: Planned, person: Person) -> None:
    """Raises NotForYou without a role at the desk, Closed when it is over or called off, Invalid when
    somebody else is wanted.
    """
    if not person.has_role(*AT_THE_DESK):
        raise NotForYou()
    if planned.cancelled_at is not None or planned.ends_at <= clock.now():
        raise Closed(_("This shift is over or was called off."))
    if not person.has_role(*rota.SUITED[Wish(planned.role)]):
        raise Invalid(_("Somebody in another role is wanted for this shift."))
    if planned.language and planned.language not in rota.spoken(person):
        raise Invalid(_("Somebody who speaks another language is wanted for this shift."))


def check_seat(planned: Planned) -> None:
    """Raises Closed when everybody who is wanted has been found."""
    if rota.free_seats(planned) < 1:
        raise Closed(_("Somebody was quicker: this shift is taken."))


def check_time(planned: Planned, person: Person, *, without: Claim | None = None) -> None:
    """Raises Closed for somebody who is at the desk then already. `without`: a claim they give away."""
    if any(_meet(span, _span(planned)) for span in _spans(_others(person, without))):
        raise Closed(_("There is another shift at that time."))


def check_limits(planned: Planned, person: Person, *, without: Claim | None = None) -> None:
    """Raises Closed beyond what the house lets anybody take: at a stretch, in a week. For their own good."""
    held, others = rota.rules(), _others(person, without)
    longest = longest_for(person, held)
    stretch = _stretch([*_spans(others), _span(planned)], _span(planned), timedelta(hours=held.rest_hours))
    if longest and stretch > timedelta(hours=longest):
        raise Closed(
            _("That would be more than %(hours)s hours without %(rest)s hours of rest between.")
            % {"hours": longest, "rest": held.rest_hours}
        )
    monday = planned.day - timedelta(days=planned.day.weekday())
    week = [one.planned for one in others if monday <= one.planned.day < monday + timedelta(days=7)]
    if held.week_hours and _long([_span(one) for one in (*week, planned)]) > timedelta(hours=held.week_hours):
        raise Closed(_("That would be more than %(hours)s hours in that week.") % {"hours": held.week_hours})


def longest_for(person: Person, held: RotaRules) -> int:
    """How many hours somebody may take at a stretch; fewer in their first month. 0 for no limit."""
    new = clock.today() - person.came_on < FIRST_MONTH
    limits = [held.longest_hours, held.first_month_hours] if new else [held.longest_hours]
    return min((one for one in limits if one), default=0)


def _others(person: Person, without: Claim | None) -> list[Claim]:
    mine = rota.claims().filter(person=person, planned__ends_at__gt=clock.now() - timedelta(days=14))
    return [one for one in mine if without is None or one.pk != without.pk]


def _span(planned: Planned) -> Span:
    return planned.begins_at, planned.ends_at


def _spans(claims: Iterable[Claim]) -> list[Span]:
    return [_span(one.planned) for one in claims]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _long(spans: Iterable[Span]) -> timedelta:
    return sum((ends - begins for begins, ends in spans), timedelta(0))


def _stretch(spans: Iterable[Span], around: Span, rest: timedelta) -> timedelta:
    """How long somebody works in the stretch that holds a turn; a stretch ends with a rest."""
    stretches: list[list[Span]] = []
    for span in sorted(spans):
        if stretches and span[0] - stretches[-1][-1][1] < rest:
            stretches[-1].append(span)
        else:
            stretches.append([span])
    return _long(next(one for one in stretches if around in one))
