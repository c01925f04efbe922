"""Places in order, where of each kind only the first has to be looked at."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Any

from beside.desk.routing.order import Rank

Place = tuple[bool, Rank]
"""Whether put off, then the rank; its last part is the row's number."""

Kind = tuple[Any, ...]


class Places:
    """Sorted places, each of some kind. `firsts` gives the first of every kind, in order."""

    def __init__(self) -> None:
        self._of_a_kind: dict[Kind, list[Place]] = {}
        self._firsts: list[Place] = []

    def put(self, place: Place, kind: Kind) -> None:
        """A place more."""
        held = self._of_a_kind.setdefault(kind, [])
        if held and held[0] < place:
            insort(held, place)
            return
        if held:
            self._leads_no_more(held[0])
        held.insert(0, place)
        insort(self._firsts, place)

    def drop(self, place: Place, kind: Kind) -> None:
        """A place less. Raises KeyError for a kind that there is not."""
        held = self._of_a_kind[kind]
        if held[0] != place:
            del held[bisect_left(held, place)]
            return
        self._leads_no_more(place)
        del held[0]
        if held:
            insort(self._firsts, held[0])
        else:
            del self._of_a_kind[kind]

    def firsts(self) -> Iterator[int]:
        """The number of the first row of every kind, in order."""
        return (rank[-1] for _put_off, rank in self._firsts)

    def _leads_no_more(self, place: Place) -> None:
        del self._firsts[bisect_left(self._firsts, place)]
