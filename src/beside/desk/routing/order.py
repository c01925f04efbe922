"""The order of the line, and the reasons for it."""

from collections.abc import Iterable
from datetime import datetime

from beside.desk.routing.crew import Crew
from beside.desk.routing.rows import Placed, Rules, Taker, Waiting, Why

RULES = Rules()

Rank = tuple[int, int, int, datetime, int]


def level(row: Waiting, now: datetime, rules: Rules = RULES) -> int:
    """Urgency after ageing: rises step by step to 2, or, in danger, to 4."""
    steps = max(0, int((now - row.joined_at) / rules.step))
    return max(row.urgency, min(4 if row.in_danger else 2, row.urgency + steps))


def rank(row: Waiting, now: datetime, rules: Rules = RULES) -> Rank:
    """What the line is sorted by: the smallest is first."""
    band = 0 if row.in_danger else 1 if row.front else 2
    return (band, -level(row, now, rules), 0 if row.front else 1, row.joined_at, row.id)


def order(line: Iterable[Waiting], now: datetime, rules: Rules = RULES) -> list[Waiting]:
    """The line, first one first."""
    return sorted(line, key=lambda row: rank(row, now, rules))


def placed(
    line: Iterable[Waiting], takers: Iterable[Taker] | Crew, now: datetime, rules: Rules = RULES
) -> list[Placed]:
    """The line in order, each row with its level and reasons."""
    crew = Crew.of(takers)
    return [
        Placed(row, at := level(row, now, rules), tuple(_reasons(row, at, crew)))
        for row in order(line, now, rules)
    ]


def _reasons(row: Waiting, at: int, crew: Crew) -> Iterable[Why]:
    if row.front:
        yield Why.LISTENER_LOST
    if row.answer == "no":
        yield Why.SAID_NO
    elif row.answer == "unsure":
        yield Why.SAID_UNSURE
    if row.signals:
        yield Why.WORDS
    if at > row.urgency:
        yield Why.WAITED
    elif not (row.front or row.signals or row.answer != "yes"):
        yield Why.IN_TURN
    yield from _missing(row, crew)
    if not crew.speaks(row.language):
        yield Why.NO_SPEAKER


def _missing(row: Waiting, crew: Crew) -> Iterable[Why]:
    """Who is missing, for danger and for people under age."""
    alone = row.in_danger and not crew.has_certified(row)
    if alone or (row.minor and not crew.has_for_minors(row)):
        here = Why.NO_COUNSELLOR if alone else Why.NO_TRAINED
        yield here if crew.anybody_may(row) else Why.NOBODY_MAY
