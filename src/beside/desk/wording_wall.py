"""The board in words: each figure with its word, what to compare it with, its target and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beside.desk import wording
from beside.desk.queries.wall import STEP, Tongue, Wall
from beside.desk.sparks import Spark, spark

TARGET_PERCENT, DANGER_PERCENT = 80, 95
"""So many in a hundred are to be answered in time: the answer targets of the defaults."""

Words = str | Promise

SHAPES: dict[str, tuple[str, Words]] = {
    "free": ("ring", gettext_lazy("free")),
    "part": ("half", gettext_lazy("talking, room for more")),
    "full": ("disc", gettext_lazy("talking")),
    "hand": ("hand", gettext_lazy("hand raised")),
    "pause": ("pause", gettext_lazy("on a pause")),
    "rest": ("moon", gettext_lazy("resting after a heavy chat")),
    "record": ("note", gettext_lazy("writing a record")),
    "gone": ("gone", gettext_lazy("no page open")),
}
"""State of a listener: its shape, its word."""

MARKS = {"ok": "check", "mid": "diamond", "high": "triangle"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure. `tone`: ok, mid, high, or "" where nothing can be said; its word is `state`.

    `since`: the figure is a length that goes on growing from this moment.
    """

    key: str
    word: str
    figure: str
    state: str
    tone: str = "ok"
    of: str = ""
    beside: str = ""
    target: str = ""
    since: datetime | None = None

    @property
    def mark(self) -> str:
        """The shape of its tone."""
        return MARKS.get(self.tone, "")


@dataclass(frozen=True, slots=True)
class Group:
    """So many listeners who do the same: a shape each, one word."""

    shape: str
    word: str
    count: int

    @property
    def each(self) -> range:
        """One for each of them."""
        return range(self.count)


@dataclass(frozen=True, slots=True)
class TongueRow:
    """One language in words. `gap` says when nobody is there for it."""

    code: str
    name: str
    waiting: str
    on: str
    gap: str
    tone: str


@dataclass(frozen=True, slots=True)
class Past:
    """The last three hours. `marks`: (time, wait) every half hour, for the table."""

    spark: Spark
    begins: str
    most: str
    target: str
    marks: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the page shows. `code` changes when some state changes, and only then is `spoken` said."""

    tiles: Sequence[Tile]
    past: Past
    crew: Sequence[Group]
    answering: str
    tongues: Sequence[TongueRow]
    by_hand: str
    code: str
    spoken: str


def board(wall: Wall) -> Board:
    """The whole board in the reader's language."""
    tiles = [_waiting(wall), _longest(wall), _danger(wall), _talking(wall), _answered(wall)]
    tongues = [_tongue(one) for one in wall.tongues]
    crew = [Group(SHAPES[key][0], str(SHAPES[key][1]), count) for key, count in wall.crew.items() if count]
    return Board(
        tiles=tiles,
        past=_past(wall),
        crew=crew,
        answering=", ".join(wall.answering),
        tongues=tongues,
        by_hand=wall.by_hand,
        code=" ".join([*(one.tone or "-" for one in tiles), *(one.tone or "-" for one in tongues)]),
        spoken=_spoken(tiles, tongues),
    )


def clock_of(seconds: float) -> str:
    """A length as m:ss, from an hour on h:mm:ss."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}"


def span(length: timedelta) -> str:
    """A target in words."""
    seconds = int(length.total_seconds())
    if seconds < 120 or seconds % 60:
        return _("%(n)s s") % {"n": seconds}
    return _("%(n)s min") % {"n": seconds // 60}


def _waiting(wall: Wall) -> Tile:
    held = wall.waiting
    late = ngettext("%(n)s longer than the target", "%(n)s longer than the target", held.late)
    fine = _("none longer than the target")
    state, tone = (late % {"n": held.late}, "high") if held.late else (fine, "ok")
    before = _("an hour ago %(n)s") % {"n": held.before}
    return Tile("waiting", _("Waiting"), str(held.count), state, tone, beside=before)


def _longest(wall: Wall) -> Tile:
    held, word = wall.waiting, _("Longest wait")
    beside = _("usual %(wait)s") % {"wait": clock_of(held.usual.total_seconds())} if held.usual else ""
    target = span(held.target)
    if held.since is None:
        return Tile("longest", word, "0:00", _("nobody waits"), "ok", beside=beside, target=target)
    waited = wall.now - held.since
    over = waited > held.target
    state = _("over the target") if over else _("within the target")
    figure = clock_of(waited.total_seconds())
    return Tile(
        "longest",
        word,
        figure,
        state,
        "high" if over else "ok",
        beside=beside,
        target=target,
        since=held.since,
    )


def _danger(wall: Wall) -> Tile:
    held = wall.danger
    beside = _("%(line)s in line, %(chats)s talking") % {"line": held.waiting, "chats": held.talking}
    target = span(wall.urgent)
    if held.late:
        state, tone = _("waiting over the target"), "high"
    else:
        state, tone = (_("in line"), "mid") if held.waiting else (_("nobody in line"), "ok")
    number = str(held.waiting + held.talking)
    return Tile("danger", _("High risk"), number, state, tone, beside=beside, target=target)


def _talking(wall: Wall) -> Tile:
    held, word = wall.places, _("Talking")
    chats = ngettext("%(n)s chat", "%(n)s chats", held.chats) % {"n": held.chats}
    if not sum(wall.crew.values()):
        tone = "high" if wall.waiting.count else "mid"
        return Tile("talking", word, str(held.taken), _("nobody on shift"), tone, beside=chats)
    of = ngettext("of %(n)s place", "of %(n)s places", held.places) % {"n": held.places}
    state, tone = (
        (_("no place free"), "high" if wall.waiting.count else "mid") if not held.free else ("", "ok")
    )
    state = state or ngettext("%(n)s place free", "%(n)s places free", held.free) % {"n": held.free}
    return Tile("talking", word, str(held.taken), state, tone, of=of, beside=chats)


def _answered(wall: Wall) -> Tile:
    [good, all_], word = wall.calm, _("Answered within %(time)s") % {"time": span(wall.usual_target)}
    target = f"{TARGET_PERCENT}\N{NO-BREAK SPACE}%"
    danger = _in_danger(wall)
    if not all_:
        return Tile("answered", word, "–", _("nobody yet in three hours"), "", beside=danger, target=target)
    state, tone = _how_far(100 * good // all_, wall.danger_met)
    of = _("%(good)s of %(all)s") % {"good": good, "all": all_}
    figure = f"{100 * good // all_}\N{NO-BREAK SPACE}%"
    return Tile("answered", word, figure, state, tone, of, danger, target)


def _how_far(percent: int, danger: tuple[int, int]) -> tuple[str, str]:
    good, all_ = danger
    if percent < TARGET_PERCENT:
        return _("under the target"), "high"
    if all_ and 100 * good < DANGER_PERCENT * all_:
        return _("high risk under the target"), "mid"
    return _("on target"), "ok"


def _in_danger(wall: Wall) -> str:
    good, all_ = wall.danger_met
    if not all_:
        return ""
    facts = {"time": span(wall.urgent), "good": good, "all": all_, "n": DANGER_PERCENT}
    return _("high risk within %(time)s: %(good)s of %(all)s (target %(n)s %%)") % facts


def _past(wall: Wall) -> Past:
    target = wall.usual_target.total_seconds()
    count = len(wall.past) - 1
    every = timedelta(minutes=30) // STEP
    marks = [(at, value) for at, value in enumerate(wall.past) if (count - at) % every == 0]
    times = [(_hour(wall.now - STEP * (count - at)), clock_of(value)) for at, value in marks]
    return Past(
        spark=spark(wall.past, target),
        begins=_hour(wall.now - STEP * count),
        most=clock_of(max(wall.past)),
        target=span(wall.usual_target),
        marks=times,
    )


def _hour(at: datetime) -> str:
    return f"{localtime(at):%H:%M}"


def _tongue(one: Tongue) -> TongueRow:
    waiting = ngettext("%(n)s waiting", "%(n)s waiting", one.waiting) % {"n": one.waiting}
    on = ngettext("%(n)s on", "%(n)s on", one.on) % {"n": one.on}
    gap, tone = _gap(one), "ok"
    if gap:
        tone = "high" if one.waiting and not one.on else "mid"
    return TongueRow(one.language, wording.language_name(one.language).capitalize(), waiting, on, gap, tone)


def _gap(one: Tongue) -> str:
    if one.until is None:
        return ""
    facts = {"time": _hour(one.until), "again": _hour(one.again) if one.again else ""}
    if not one.on:
        return _("nobody there until %(again)s") % facts if one.again else _("nobody there now")
    return (
        _("no cover from %(time)s to %(again)s") % facts if one.again else _("no cover from %(time)s") % facts
    )


def _spoken(tiles: Sequence[Tile], tongues: Sequence[TongueRow]) -> str:
    """What calls for somebody, in one breath; else that nothing does."""
    found = [(one.word, one.state) for one in tiles if one.tone == "high"]
    found += [(one.name, one.gap) for one in tongues if one.gap]
    said = [_("%(what)s: %(how)s.") % {"what": what, "how": how} for what, how in found]
    return " ".join(said) or _("All within the targets.")
