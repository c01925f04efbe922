"""Planning the rota: single shifts, the same every week, how many are wanted, calling off, the rules."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beside.desk import turns
from beside.desk.actions.rota_claims import check_planner, drop_lapsed, let_go
from beside.desk.actions.rota_gaps import tell_of_gaps
from beside.desk.actions.rota_telling import remind, tell
from beside.desk.actions.service import changed, check_manager, row_of
from beside.desk.models import Claim, Planned, RotaRules, Series, Service
from beside.desk.models.service import span
from beside.desk.queries.service import NUMBER
from beside.desk.queries.service import service as house
from beside.foundation import clock
from beside.foundation.errors import Invalid
from beside.journal import audit
from beside.people.models import Person

AHEAD = timedelta(weeks=6)
"""So far ahead what repeats is laid out."""

LONGEST = 12 * 60
"""Minutes a planned shift may have at most."""

KEPT = timedelta(days=400)
"""So long it is known who said they would come; then the rows go."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a shift needs: so many, with a language or role if named. `service` is a key."""

    seats: int = 1
    language: str = ""
    role: str = ""
    service: int = NUMBER


def plan_shift(*, actor: Person, day: date, begins: time, ends: time, wanted: Wanted) -> Planned:
    """One shift, in the house's own time; an end not after the start is next day. Raises NotForYou, Invalid.

    The same again makes another one: two people may plan for two groups.
    """
    check_planner(actor)
    spanned = turns.on_day(day, begins, _minutes(begins, ends), house().zone)
    if spanned is None:
        raise Invalid(_("The clocks are changed in that hour: nothing is left of this shift."))
    if spanned[1] <= clock.now():
        raise Invalid(_("Choose a day that is still to come."))
    with transaction.atomic():
        made = Planned(day=day, begins_at=spanned[0], ends_at=spanned[1], **_seats(wanted))
        _check(made)
        made.save()
        audit.record(actor=actor.pk, act="rota.planned", about=f"planned:{made.pk}")
    return made


def plan_series(
    *, actor: Person, first: date, begins: time, ends: time, wanted: Wanted, last: date | None = None
) -> Series:
    """The same shift every week from `first` on, which says the weekday. Raises NotForYou, Invalid."""
    check_planner(actor)
    _minutes(begins, ends)
    if last is not None and last < first:
        raise Invalid(_("It cannot end before it begins."))
    with transaction.atomic():
        made = Series(
            weekday=first.weekday(),
            begins=begins,
            ends=ends,
            first=first,
            last=last,
            by=actor,
            **_seats(wanted),
        )
        _check(made)
        made.save()
        lay_out(series=[made])
        audit.record(actor=actor.pk, act="rota.planned", about=f"series:{made.pk}")
    return made


def lay_out(*, series: Sequence[Series] | None = None) -> None:
    """Make the shifts of the next weeks of what repeats. Idempotent: each day of a series once, ever."""
    now = clock.now()
    today = now.astimezone(house().zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD.days + 1)]
    known = list(Series.objects.select_related("service") if series is None else series)
    there = set(Planned.objects.filter(series__in=known, day__gte=today).values_list("series_id", "day"))
    wanted = [(one, day) for one in known for day in days if one.runs_on(day) and (one.pk, day) not in there]
    rows = [_planned(one, day, at) for one, day in wanted if (at := _on(one, day)) and at[1] > now]
    if rows:
        Planned.objects.bulk_create(rows, ignore_conflicts=True)


def set_seats(*, actor: Person, planned: Planned, seats: int) -> Planned:
    """So many people are wanted for this shift. Raises NotForYou, Invalid for fewer than come already."""
    check_planner(actor)
    with transaction.atomic():
        row_of(NUMBER)
        planned.refresh_from_db()
        if seats < planned.claims.filter(dropped_at=None).count():
            raise Invalid(_("More people have said they would come. Take somebody off first."))
        planned.seats = seats
        _check(planned)
        planned.save(update_fields=["seats"])
        audit.record(actor=actor.pk, act="rota.changed", about=f"planned:{planned.pk}")
    return planned


def call_off(*, actor: Person, planned: Planned) -> Planned:
    """This shift is not needed. Who had said they would come is told. Twice is once. Raises NotForYou."""
    check_planner(actor)
    with transaction.atomic():
        row_of(NUMBER)
        planned.refresh_from_db()
        if planned.cancelled_at is None:
            _call_off(planned, actor)
    return planned


def end_series(*, actor: Person, series: Series, from_day: date) -> Series:
    """No more of them from a day on; those laid out already are called off. Raises NotForYou."""
    check_planner(actor)
    with transaction.atomic():
        row_of(NUMBER)
        last = from_day - timedelta(days=1)
        if series.last is None or last < series.last:
            series.last = last
            series.save(update_fields=["last"])
        ahead = series.shifts.filter(day__gte=from_day, cancelled_at=None, ends_at__gt=clock.now())
        for planned in ahead:
            _call_off(planned, actor)
    return series


def set_rota_rules(*, actor: Person, **values: Any) -> RotaRules:
    """The gate, notice, reminders and limits of the house. Raises NotForYou, Invalid."""
    check_manager(actor)
    with transaction.atomic():
        held, _made = RotaRules.objects.get_or_create(service=row_of(NUMBER))
        for name, value in values.items():
            setattr(held, name, value)
        _check(held)
        held.save()
        changed(actor, ",".join(sorted(values)), NUMBER)
    return held


def look_after_rota() -> None:
    """Every few minutes: what repeats is laid out, who left comes no more, reminders go out, old plans go."""
    lay_out()
    drop_lapsed()
    remind()
    tell_of_gaps()
    Planned.objects.filter(ends_at__lt=clock.now() - KEPT).delete()


def _call_off(planned: Planned, actor: Person) -> None:
    planned.cancelled_at = clock.now()
    planned.save(update_fields=["cancelled_at"])
    for claim in Claim.objects.filter(planned=planned, dropped_at=None).select_related("person"):
        let_go(claim, actor)
        tell("called-off", [claim.person], planned, str(planned.pk))
    audit.record(actor=actor.pk, act="rota.called-off", about=f"planned:{planned.pk}")


def _minutes(begins: time, ends: time) -> int:
    minutes = span(begins, ends)
    if minutes > LONGEST:
        raise Invalid(_("A planned shift is twelve hours at most. Make two of it."))
    return minutes


def _planned(one: Series, day: date, spanned: turns.Span) -> Planned:
    return Planned(
        series=one,
        day=day,
        begins_at=spanned[0],
        ends_at=spanned[1],
        service=one.service,
        seats=one.seats,
        language=one.language,
        role=one.role,
    )


def _on(one: Series, day: date) -> turns.Span | None:
    return turns.on_day(day, one.begins, one.minutes, house().zone)


def _seats(wanted: Wanted) -> dict[str, Any]:
    given = asdict(wanted)
    service = Service.objects.filter(pk=given.pop("service")).first()
    if service is None:
        raise Invalid(_("Choose a service that there is."))
    return {**given, "service": service}


def _check(row: Planned | Series | RotaRules) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        raise Invalid(_("One of these cannot be used. Check how many are wanted, and whom.")) from wrong
