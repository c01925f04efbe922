"""Asking around: who is asked about whom, one person about one at a time, and when others must be called."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from beside.desk.routing.crew import Crew
from beside.desk.routing.line import Line, Pair
from beside.desk.routing.order import RULES
from beside.desk.routing.rows import Rules, Taker, Waiting


def pairs(line: Line, crew: Crew, now: datetime) -> Iterator[Pair]:
    """Everybody who can be asked now, and about whom, the first in line first.

    The line and the crew are changed as it goes: whoever is asked carries it until they have answered.
    """
    while (pair := line.next_pair(crew, now)) is not None:
        yield pair
        line.put(replace(pair.row, asked=True))
        crew.put(asked(pair.taker, pair.row))


def asked(taker: Taker, row: Waiting) -> Taker:
    """Somebody who is asked about a row: it counts as theirs, and they are asked about nobody else."""
    return replace(taker, load=taker.load + row.weight, asked=True)


def has_let_go(asked_at: datetime, now: datetime, rules: Rules = RULES) -> bool:
    """Whether somebody who left or missed what they were asked then is still not asked about it again.

    It ends: where nobody else can be asked, a row that everybody has let go once would wait for ever.
    """
    return now - asked_at < rules.again


def is_away(misses: int, most: int) -> bool:
    """Whether somebody who let so many offers in a row run out is taken to be away."""
    return misses >= most


def needs_call(row: Waiting, crew: Crew, now: datetime, rules: Rules = RULES) -> bool:
    """Somebody in danger whom nobody is asked about: no counsellor could be, or their time is up; somebody
    under age whom nobody on shift may take.
    """
    if row.asked:
        return False
    if not row.in_danger:
        return row.minor and not crew.anybody_may(row)
    return not crew.has_certified(row) or now - row.joined_at >= rules.fallback


def to_be_called(line: Iterable[Waiting], crew: Crew, now: datetime, rules: Rules = RULES) -> list[Waiting]:
    """Everybody in line for whom supervisors must be called now."""
    return [row for row in line if needs_call(row, crew, now, rules)]
