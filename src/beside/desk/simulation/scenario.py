"""What a day is like: who comes and when, how long they wait and talk, who is on shift."""

import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from typing import Any

from beside.desk.routing import Rules

_WEEKDAY_RATES = (8, 6, 5, 4, 4, 4, 5, 7, 11, 13, 14, 15, 15, 15, 15, 16, 18, 20, 23, 26, 28, 26, 21, 14)
"""333 a day, most of them in the evening."""

COUNSELLOR = "counsellor"
"""A wish for somebody of this kind; every other wish is for a gender."""

_TOPICS = (("family", 0.14), ("grief", 0.1), ("work", 0.1), ("illness", 0.08), ("addiction", 0.06))


@dataclass(frozen=True, slots=True)
class Turn:
    """So many people on shift alike, from one hour of the day to another (beyond 24 is the next day)."""

    people: int
    begins: float
    ends: float
    languages: tuple[str, ...] = ("en",)
    slots: int = 1
    certified: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One day. Shares are from 0 to 1, times in minutes unless the name says seconds.

    `per_hour`: how many come in each of the 24 hours. `urgency`: the shares of urgency 0 to 4 on arrival;
    `rises`: how often the words of somebody who waits turn out to be danger. `patience`: the mean of an
    exponential, for danger `patience_in_danger`. A chat is lognormal with this mean and spread, cut off at
    `longest`, and so much `slower` beside another. `missed`: offers nobody answers; `lost`: chats that break
    off early; `absent`: turns nobody comes for; after so many `misses` in a row somebody is taken to be away.

    `topics` and `wishes`: the shares of those who name a topic, and of those who would like a "woman", a
    "man" or a "counsellor"; of those with a topic, `shares` would like somebody who has lived it. Each of the
    staff `knows` this share of the topics and has `lived` that one; `women`: their share. `minors`: the
    share of those who come that are under age; turns that are `certified` are trained for them.
    """

    name: str = "weekday"
    per_hour: tuple[float, ...] = _WEEKDAY_RATES
    urgency: tuple[float, ...] = (0.45, 0.27, 0.18, 0.08, 0.02)
    languages: tuple[tuple[str, float], ...] = (("en", 0.7), ("fr", 0.3))
    topics: tuple[tuple[str, float], ...] = _TOPICS
    shares: float = 0.1
    wishes: tuple[tuple[str, float], ...] = (("woman", 0.1), ("man", 0.03), (COUNSELLOR, 0.04))
    knows: float = 0.4
    lived: float = 0.15
    women: float = 0.7
    minors: float = 0.06
    rises: float = 0.03
    patience: float = 25.0
    patience_in_danger: float = 12.0
    chat: float = 45.0
    spread: float = 0.5
    longest: float = 75.0
    slower: float = 1.25
    wrap: float = 7.0
    cooling: float = 15.0
    rest: float = 10.0
    answer_seconds: float = 8.0
    offer_seconds: float = 30.0
    missed: float = 0.04
    misses: int = 2
    lost: float = 0.05
    absent: float = 0.12
    heavy_most: int = 2
    full: float = 60.0
    opens: float = 0.0
    closes: float = 24.0
    turns: tuple[Turn, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if len(self.per_hour) != 24 or any(rate < 0 for rate in self.per_hour):
            raise ValueError("per_hour needs 24 numbers, none below nought")
        if len(self.urgency) != 5 or abs(sum(self.urgency) - 1) > 1e-6:
            raise ValueError("urgency needs five shares that come to 1")
        if any(sum(share for _name, share in each) > 1 for each in (self.topics, self.wishes)):
            raise ValueError("the shares of topics, and those of wishes, come to 1 at most")
        if not self.languages or min(self.patience, self.chat, self.longest) <= 0:
            raise ValueError("times must be above nought, and somebody must speak something")


def _turns(factor: float) -> tuple[Turn, ...]:
    """A roster of six turns of four hours, fuller in the evening, so many times the usual one."""
    made: list[Turn] = []
    for hour, size in ((0, 5), (4, 4), (8, 8), (12, 10), (16, 14), (20, 15)):
        count = max(1, round(size * factor))
        made.append(Turn(count, hour, hour + 4.25, ("en", "fr")))
        made.append(Turn(max(1, count // 3), hour, hour + 4.25, ("en",), slots=2))
        made.append(Turn(max(1, count // 4), hour, hour + 4.25, ("en", "fr"), slots=2, certified=True))
    return tuple(made)


def _times(factor: float) -> tuple[float, ...]:
    return tuple(rate * factor for rate in _WEEKDAY_RATES)


_NIGHT = (
    Turn(9, 20, 26.25, ("en", "fr")),
    Turn(4, 20, 26.25, ("en", "fr"), slots=2, certified=True),
    Turn(6, 24, 30.25),
)
_WEEKDAY = Scenario(turns=_turns(1.0))
_NAMED = {
    "weekday": _WEEKDAY,
    "surge9x": replace(_WEEKDAY, name="surge9x", per_hour=_times(9), turns=_turns(5)),
    "night": replace(_WEEKDAY, name="night", opens=20.0, closes=30.0, turns=_NIGHT),
    "staff0": replace(_WEEKDAY, name="staff0", turns=()),
    "holiday": replace(_WEEKDAY, name="holiday", per_hour=_times(1.6), absent=0.3, turns=_turns(0.8)),
}

NAMES = tuple(_NAMED)


def named(name: str) -> Scenario:
    """A scenario that comes with Beside. Raises ValueError for another name."""
    if name not in _NAMED:
        raise ValueError(f"no scenario is called {name}: there are {', '.join(NAMES)}, or give a file")
    return _NAMED[name]


def read(text: str) -> Scenario:
    """A scenario from TOML: the fields, `like` for one to begin with, `rules` in seconds, `turns` as tables.

    Raises ValueError with a sentence for what cannot be read.
    """
    try:
        given: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"the scenario cannot be read: {wrong}") from wrong
    start = named(str(given.pop("like", "weekday")))
    unknown = set(given) - {each.name for each in fields(Scenario)}
    if unknown:
        raise ValueError(f"a scenario has no {', '.join(sorted(unknown))}")
    try:
        return replace(start, **{name: _value(name, value) for name, value in given.items()})
    except TypeError as wrong:
        raise ValueError(f"the scenario cannot be read: {wrong}") from wrong


def _rule(name: str, value: Any) -> Any:
    return value if name == "in_a_row" else timedelta(seconds=value)


def _value(name: str, value: Any) -> Any:
    if name == "turns":
        return tuple(Turn(**{**each, "languages": tuple(each.get("languages", ("en",)))}) for each in value)
    if name == "rules":
        return Rules(**{key: _rule(key, each) for key, each in value.items()})
    if name in ("languages", "topics", "wishes"):
        return tuple((language, share) for language, share in value.items())
    return tuple(value) if isinstance(value, list) else value
