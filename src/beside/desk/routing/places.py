"""Places in order, where of each kind only the first has to be looked at."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from heapq import merge
from typing import Any

from beside.desk.routing.order import Rank

Place = tuple[bool, Rank]
"""Whether put off, then the rank; its last part is the row's number."""

Lane = tuple[str, int]
"""The language, and the places a chat takes: where nobody has room for it, nobody in it is looked at."""

Kind = tuple[Lane, Any]


class Places:
    """Sorted places, each of some kind. `firsts` gives the first of each kind in the open lanes, in order."""

    def __init__(self) -> None:
        self._of_a_kind: dict[Kind, list[Place]] = {}
        self._firsts: dict[Lane, list[Place]] = {}

    def put(self, place: Place, kind: Kind) -> None:
        """A place more."""
        held = self._of_a_kind.setdefault(kind, [])
        if held and held[0] < place:
            insort(held, place)
            return
        if held:
            self._leads_no_more(held[0], kind[0])
        held.insert(0, place)
        insort(self._firsts.setdefault(kind[0], []), place)

    def drop(self, place: Place, kind: Kind) -> None:
        """A place less. Raises KeyError for a kind that there is not."""
        held = self._of_a_kind[kind]
        if held[0] != place:
            del held[bisect_left(held, place)]
            return
        self._leads_no_more(place, kind[0])
        del held[0]
        if held:
            insort(self._firsts[kind[0]], held[0])
        else:
            del self._of_a_kind[kind]

    def firsts(self, is_open: Callable[[Lane], bool]) -> Iterator[int]:
        """The number of the first row of every kind in these lanes, in order."""
        lanes = [held for lane, held in self._firsts.items() if held and is_open(lane)]
        return (rank[-1] for _put_off, rank in (lanes[0] if len(lanes) == 1 else merge(*lanes)))

    def _leads_no_more(self, place: Place, lane: Lane) -> None:
        held = self._firsts[lane]
        del held[bisect_left(held, place)]
