"""The weeks that are over, as a day is planned from them: only what has to be known of each who came."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from beside.desk.figures import Contact, Tally, tallies_of
from beside.desk.models import RequestState
from beside.desk.models.numbers import Tally as Kept
from beside.desk.queries import numbers, rota_cover
from beside.desk.queries.service import NUMBER, service
from beside.desk.staffing.history import Past, past_of
from beside.foundation import clock

WEEKS = 8
"""How many weeks are looked at: enough for a picture, and not yet another season."""

_TIMES = ("joined_at", "matched_at", "settled_at", "chat__accepted_at", "chat__ended_at")


def past() -> Past | None:
    """What the last weeks say, or None when too few came. One question for each week and one for all."""
    weeks = list(islice(numbers.weeks(), WEEKS))
    kept: dict[date, numbers.Numbers] = {week: {} for week in weeks}
    for row in Kept.objects.filter(week__in=weeks, by__in=("all", "hour", "day")):
        kept[row.week].setdefault((row.by, row.key), Tally()).add(Tally.from_json(row.counts))
    for week in weeks:
        for key, tally in tallies_of(_contacts(week)).items():
            kept[week].setdefault(key, Tally()).add(tally)
    return past_of(kept.values())


def on_the_rota(weekday: int) -> tuple[date, list[int]]:
    """The next day of this name (0 is Monday, never today), and how few in each hour said they will come."""
    today = clock.now().astimezone(service().zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    [found] = rota_cover.days(day, 1)
    [_language, hours] = found.rows[0]
    return day, [cell.here for cell in hours]


def _contacts(week: date) -> Iterator[Contact]:
    """Who came in a week and has not faded: when, how long they waited and talked."""
    zone = service().zone
    for row in numbers.rows_of(week).values_list(*_TIMES, "state", "service_id"):
        joined, matched, settled, accepted, ended, state, own = row
        if numbers.is_start_of_day(joined):
            continue
        at = joined.astimezone(zone)
        yield Contact(
            at.date(),
            at.hour,
            own or NUMBER,
            "",
            0,
            waited=_seconds(joined, matched or settled),
            talked=_seconds(accepted, ended),
            left=state == RequestState.LEFT and matched is None,
            answered=matched is not None,
        )


def _seconds(begun: datetime | None, ended: datetime | None) -> float | None:
    return (ended - begun).total_seconds() if begun and ended else None
