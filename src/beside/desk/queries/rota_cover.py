"""The week ahead hour by hour: who said they would come, and where nobody has, in each language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from beside.desk import hours, turns
from beside.desk.models import Planned
from beside.desk.queries import rota
from beside.desk.queries.service import known, languages
from beside.foundation import clock

State = Literal["none", "few", "enough", "shut", "skipped"]
"""Nobody while somebody is wanted; fewer than wanted; enough; nobody wanted; an hour the clocks skip."""

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Cell:
    """One local hour of a day: how few are there at least in it, how many are wanted at most."""

    hour: int
    here: int
    wanted: int
    state: State


@dataclass(frozen=True, slots=True)
class Gap:
    """Hours that lack somebody. `language` is a code, "" for anybody at all."""

    language: str
    begins: datetime
    ends: datetime
    here: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: for each language (the first row, "", is everybody) its 24 hours; and what is missing."""

    day: date
    rows: list[tuple[str, list[Cell]]]
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class _Sight:
    """All that is known of a stretch of days, to look at one moment after another."""

    known: Sequence[turns.Turn]
    planned: Sequence[Planned]
    open: Sequence[turns.Span]

    def at(self, moment: datetime, language: str) -> tuple[int, int]:
        """(how many are there, how many are wanted) in a language, or altogether."""
        seats = sum(
            one.seats
            for one in self.planned
            if one.begins_at <= moment < one.ends_at and (not language or one.language == language)
        )
        is_open = any(begins <= moment < ends for begins, ends in self.open)
        return turns.there(self.known, moment, language), max(seats, int(is_open))


def days(first: date, count: int = 7, slug: str = "") -> list[Day]:
    """So many local days of one service, from `first` on. An hour is wanted when the service is open by its
    hours, or a shift is planned in it. Raises NotForYou for a service that is none.
    """
    own = known(slug)
    zone = own.service.zone
    begins, ends = turns.day_of(first, zone)[0], turns.day_of(first + timedelta(days=count - 1), zone)[1]
    planned = Planned.objects.filter(service_id=own.service.pk, cancelled_at=None)
    sight = _Sight(
        rota.turns_ahead(begins, ends, service=own.service.pk),
        list(planned.filter(begins_at__lt=ends, ends_at__gt=begins)),
        hours.open_spans(own.openings, zone, begins, count, own.specials),
    )
    spoken = languages(slug)
    codes = ["", *spoken] if len(spoken) > 1 else [""]
    return [_day(first + timedelta(days=at), zone, sight, codes) for at in range(count)]


def _day(day: date, zone: ZoneInfo, sight: _Sight, codes: Sequence[str]) -> Day:
    moments = turns.quarters(*turns.day_of(day, zone))
    seen = {code: [(moment, *sight.at(moment, code)) for moment in moments] for code in codes}
    rows = [(code, [_cell(hour, seen[code], zone) for hour in range(24)]) for code in codes]
    missing = [gap for code in codes for gap in _gaps(code, seen[code], seen[""])]
    return Day(day, rows, sorted(missing, key=lambda gap: (gap.begins, gap.language)))


def _cell(hour: int, seen: Sequence[tuple[datetime, int, int]], zone: ZoneInfo) -> Cell:
    own = [(here, wanted) for moment, here, wanted in seen if moment.astimezone(zone).hour == hour]
    if not own:
        return Cell(hour, 0, 0, "skipped")
    short = next((one for one in own if one[0] < one[1]), None)
    here, wanted = min(one[0] for one in own), max(one[1] for one in own)
    if short is not None:
        return Cell(hour, here, wanted, "few" if here else "none")
    return Cell(hour, here, wanted, "enough" if here else "shut")


def _gaps(
    code: str, seen: Sequence[tuple[datetime, int, int]], everybody: Sequence[tuple[datetime, int, int]]
) -> Iterator[Gap]:
    """What lacks somebody and is still to come; of a language only where there is anybody at all."""
    now = clock.now()
    said = zip(seen, everybody, strict=True)
    marked = [
        (one, one[1] < one[2] and one[0] + _QUARTER > now and (not code or all_[1] > 0)) for one, all_ in said
    ]
    for (is_short, here, wanted), rows in groupby(marked, key=_what_is_missing):
        stretch = [one[0] for one, _short in rows]
        if is_short:
            yield Gap(code, stretch[0], stretch[-1] + _QUARTER, here, wanted)


def _what_is_missing(marked: tuple[tuple[datetime, int, int], bool]) -> tuple[bool, int, int]:
    """Where nobody is there at all, it is one gap however many are wanted."""
    (_moment, here, wanted), is_short = marked
    return is_short, here, wanted if here else 1
