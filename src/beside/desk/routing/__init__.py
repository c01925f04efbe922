"""Who is next, and who may take them. Pure: no tables, and the time is passed in.

The live desk and the simulator run this same code. Order of the line: danger (urgency 3 and 4) before
everyone, then those whose listener was lost, then the rest; inside each by level, then by waiting time.
A level rises by one every step of ageing, so below danger nobody is passed by someone who came more than two
such steps later; and after `Rules.in_a_row` people in danger, one who has waited too long comes first: the
line cannot starve anyone.
"""

from beside.desk.routing.asking import asked, has_let_go, is_away, needs_call, pairs, to_be_called
from beside.desk.routing.crew import Crew
from beside.desk.routing.fit import MOST_SLOTS, has_room, is_beyond, refusal
from beside.desk.routing.line import Line, Pair, next_for
from beside.desk.routing.order import level, order, placed
from beside.desk.routing.rows import (
    DANGER,
    UNCOVERED,
    Placed,
    Refusal,
    Rules,
    Taker,
    Waiting,
    Why,
    Wish,
    weight_of,
)

__all__ = [
    "DANGER",
    "MOST_SLOTS",
    "UNCOVERED",
    "Crew",
    "Line",
    "Pair",
    "Placed",
    "Refusal",
    "Rules",
    "Taker",
    "Waiting",
    "Why",
    "Wish",
    "asked",
    "has_let_go",
    "has_room",
    "is_away",
    "is_beyond",
    "level",
    "needs_call",
    "next_for",
    "order",
    "pairs",
    "placed",
    "refusal",
    "to_be_called",
    "weight_of",
]
