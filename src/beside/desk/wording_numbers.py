"""The numbers as they are read: which cells are shown, in words and as plain figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beside.desk import levels, wording
from beside.desk.figures import BY, FEWEST, Tally, hidden_in
from beside.desk.figures.tally import PARTS, share_below
from beside.desk.pictures import Picture, Series, bars
from beside.desk.queries.numbers import Numbers
from beside.desk.queries.service import name_of, services

COLUMNS = (
    "came",
    *PARTS[:3],
    "wait_p50_seconds",
    "wait_p90_seconds",
    "in_time_percent",
    "chat_p50_minutes",
    "gap_p90_seconds",
    "transfers",
    "risk_recorded",
    "risk_asked_percent",
    "before_answered",
    "before_mean",
    "after_asked",
    "after_answered",
    "after_mean",
)

HEADS: dict[str, str | Promise] = {
    "came": gettext_lazy("Came"),
    "answered": gettext_lazy("Were answered"),
    "left": gettext_lazy("Gave up"),
    "looked_in": gettext_lazy("Left within 30 s"),
    "wait_p50_seconds": gettext_lazy("Half waited at most"),
    "wait_p90_seconds": gettext_lazy("Nine in ten waited at most"),
    "in_time_percent": gettext_lazy("Answered in time"),
    "chat_p50_minutes": gettext_lazy("Half the chats took at most"),
    "gap_p90_seconds": gettext_lazy("Nine in ten answers within"),
    "transfers": gettext_lazy("Handed over"),
    "risk_recorded": gettext_lazy("Suicide question called for"),
    "risk_asked_percent": gettext_lazy("Of these, asked"),
    "before_answered": gettext_lazy("Distress before: answers"),
    "before_mean": gettext_lazy("Distress before: mean"),
    "after_asked": gettext_lazy("Distress after: asked"),
    "after_answered": gettext_lazy("Distress after: answers"),
    "after_mean": gettext_lazy("Distress after: mean"),
}

TITLES: dict[str, str | Promise] = {
    "hour": gettext_lazy("By hour"),
    "day": gettext_lazy("By day"),
    "service": gettext_lazy("By service"),
    "language": gettext_lazy("By language"),
    "urgency": gettext_lazy("By urgency"),
}

_APART = ("transfers", "risk_recorded", "before_answered", "after_asked", "after_answered")
_COUNTS = ("came", *PARTS, *_APART)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `plain` for programs, empty when hidden; `words` for people; `value` for a picture."""

    plain: str
    words: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One hour, day, …; the sum of all has no key."""

    key: str
    name: str
    cells: list[Cell]

    @property
    def named(self) -> list[tuple[str | Promise, Cell]]:
        """Each cell with the head of its column."""
        return list(zip(HEADS.values(), self.cells, strict=True))

    def value(self, column: str) -> float | None:
        """What a picture shows."""
        return self.cells[COLUMNS.index(column)].value


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of one kind, the sum first."""

    by: str
    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Report:
    """A week. `busy`: how much of the places' time was used, in percent; `at_once`: chats per person."""

    tables: list[Table]
    busy: int | None
    at_once: float | None

    @property
    def total(self) -> Row:
        """The whole week."""
        return self.tables[0].rows[0]

    @property
    def tiles(self) -> list[tuple[str | Promise, str]]:
        """The figures at the top."""
        shown = COLUMNS[:9]
        return [(HEADS[name], self.total.cells[number].words) for number, name in enumerate(shown)]


def report(numbers: Numbers, places: tuple[float, float]) -> Report:
    """Everything of a week that may be shown. `places`: minutes of places and of people on shift."""
    tallies = {by: {key: each for (kind, key), each in numbers.items() if kind == by} for by in BY}
    whole = tallies.pop("all").get("", Tally())
    hidden = _hidden(whole, tallies)
    tables = [
        Table(by, str(TITLES[by]), [_row("", _("All"), whole, hidden[by]), *_rows(by, each, hidden[by])])
        for by, each in tallies.items()
    ]
    return Report(tables, *_use(whole, places))


def pictures(of: Report) -> list[Picture]:
    """Who came and who was answered by hour and day, and how long they waited by urgency."""
    named = {table.by: table for table in of.tables}
    made = [_who_came(named[by], every) for by, every in (("hour", 3), ("day", 1))]
    urgency = named["urgency"].rows[1:]
    waits = [
        Series(str(HEADS[name]), [_in_minutes(row.value(name)) for row in urgency])
        for name in ("wait_p50_seconds", "wait_p90_seconds")
    ]
    return [*made, bars(_("Wait by urgency, in minutes"), [row.name for row in urgency], waits)]


def _who_came(table: Table, every: int) -> Picture:
    rows = table.rows[1:]
    series = [Series(str(HEADS[name]), [row.value(name) for row in rows]) for name in ("came", "answered")]
    return bars(f"{_('People who came')} · {table.title}", [row.name for row in rows], series, every)


def _hidden(whole: Tally, tallies: dict[str, dict[str, Tally]]) -> dict[str, set[tuple[str, str]]]:
    """What each table hides. What one hides of the sum of all, every other hides too."""
    fixed: set[tuple[str, str]] = set()
    while True:
        found = {by: _hidden_of(whole, each, fixed) for by, each in tallies.items()}
        sums = {cell for cells in found.values() for cell in cells if cell[0] == ""}
        if sums <= fixed:
            return found
        fixed |= sums


def _hidden_of(whole: Tally, each: dict[str, Tally], fixed: set[tuple[str, str]]) -> set[tuple[str, str]]:
    rows = {"": dict(whole.counts), **{key: dict(one.counts) for key, one in each.items()}}
    found = hidden_in(rows, PARTS, fixed)
    for column in _APART:
        alone = {key: {"came": counts.get(column, 0)} for key, counts in rows.items()}
        other = {(row, "came") for row, name in fixed if name == column}
        found |= {(row, column) for row, _came in hidden_in(alone, (), other)}
    return found


def _rows(by: str, tallies: dict[str, Tally], hidden: set[tuple[str, str]]) -> list[Row]:
    keys = sorted(tallies, key=lambda key: (int(key) if key.isdigit() else 0, key))
    return [_row(key, _name(by, key), tallies[key], hidden) for key in keys]


def _name(by: str, key: str) -> str:
    if by == "service":
        return {str(one.pk): name_of(one) for one in services()}.get(key, key)
    if by == "urgency":
        return f"{key} · {levels.of(int(key)).word}"
    if by == "day":
        return date_format(date.fromisoformat(key), "D j")
    return wording.language_name(key) if by == "language" and key else f"{key}:00" if by == "hour" else key


def _row(key: str, name: str, tally: Tally, hidden: set[tuple[str, str]]) -> Row:
    def is_hidden(column: str) -> bool:
        return (key, column) in hidden

    return Row(key, name, [_cell(column, tally, is_hidden) for column in COLUMNS])


def _cell(column: str, tally: Tally, is_hidden: Callable[[str], bool]) -> Cell:
    if column in _COUNTS:
        count = tally.counts[column]
        return _few() if is_hidden(column) else Cell(str(count), str(count), float(count))
    many = tally.counts[_BASES[column]]
    return _few() if many < FEWEST else _figure(column, tally, many)


_BASES = {
    "wait_p50_seconds": "answered",
    "wait_p90_seconds": "answered",
    "in_time_percent": "answered",
    "chat_p50_minutes": "answered",
    "gap_p90_seconds": "gap_chats",
    "risk_asked_percent": "risk_recorded",
    "before_mean": "before_answered",
    "after_mean": "after_answered",
}


def _figure(column: str, tally: Tally, many: int) -> Cell:
    if column.startswith("wait"):
        seconds = share_below(tally.waits, 0.5 if "p50" in column else 0.9) or 0.0
        return Cell(f"{seconds:.0f}", _length(seconds), seconds)
    if column == "gap_p90_seconds":
        seconds = share_below(tally.gaps, 0.9) or 0.0
        return Cell(f"{seconds:.0f}", _length(seconds), seconds)
    if column == "chat_p50_minutes":
        if tally.chats.total() < FEWEST:
            return _few()
        minutes = round((share_below(tally.chats, 0.5) or 0.0) / 60)
        return Cell(str(minutes), _("%(count)s min") % {"count": minutes}, float(minutes))
    if column.endswith("mean"):
        mean = tally.counts[column.replace("mean", "sum")] / many
        return Cell(f"{mean:.1f}", f"{mean:.1f}", mean)
    return _percent(tally.counts["in_time" if column == "in_time_percent" else "risk_asked"], many)


def _percent(part: int, whole: int) -> Cell:
    """A share in steps of five. With fewer than ten on one side only a bound, always the same."""
    if FEWEST <= part <= whole - FEWEST:
        share = round(20 * part / whole) * 5
        return Cell(str(share), f"{share} %", float(share))
    bound = 90 if whole >= 9 * FEWEST else 50 if whole >= 2 * FEWEST else 0
    if not bound:
        return _few()
    if whole - part < FEWEST:
        return Cell(f">={bound}", _("%(share)s %% or more") % {"share": bound}, float(bound))
    return Cell(f"<={100 - bound}", _("%(share)s %% or less") % {"share": 100 - bound}, 100.0 - bound)


def _few() -> Cell:
    return Cell("", "–")


def _length(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return _("%(count)s min") % {"count": round(seconds / 60)}


def _in_minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


def _use(whole: Tally, places: Sequence[float]) -> tuple[int | None, float | None]:
    """(percent of the places' time, chats at once per person), or nothing where too few were there."""
    talked = sum(length * count for length, count in whole.chats.items()) / 60
    if whole.chats.total() < FEWEST or min(places) <= 0:
        return None, None
    return round(100 * talked / places[0]), round(talked / places[1], 1)
