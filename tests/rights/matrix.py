"""The whole table, cell by cell, tried for real. What is not as the table says is told in a sentence."""

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.rights import asking, routes, sockets, table
from tests.rights.memory import Memory
from tests.rights.routes import Page
from tests.rights.table import METHODS, Row
from tests.rights.town import Actor, Town

TIMES = 25
TIMED = (
    ("bea", "conversations:chat", "conversation_id", "other"),
    ("maya", "desk:lines", "conversation_id", "other"),
    ("maya", "desk:past", "conversation_id", "other"),
    ("manu", "people:colleague", "member_id", "seeker"),
)
"""Where an answer's length of time could tell that something is there: who asks, which page, for what."""


@dataclass(frozen=True)
class Cell:
    """Somebody, a page or frame, a method, and an object."""

    actor: Actor
    name: str
    method: str
    thing: str
    what: object

    def __str__(self) -> str:
        who = f"{self.actor.name} ({self.actor.role})"
        return f"{who} {self.method} {self.name}{f' with {self.thing}' if self.thing else ''}"


@dataclass
class Found:
    """What was tried, and what was wrong."""

    figures: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more of these."""
        self.figures[what] = self.figures.get(what, 0) + 1


class Matrix:
    """Tries cells. `share`: how much of them, drawn by `seed`; each line of the table at least once."""

    def __init__(self, town: Town, memory: Memory, *, seed: int = 0, share: float = 1.0) -> None:
        self.town, self.memory = town, memory
        self.found = Found()
        self._draw = random.Random(seed)
        self._share = share
        self._asking = asking.Asking()
        self._missing: dict[tuple[str, str, str], Any] = {}

    def pages(self, only: frozenset[str] = frozenset()) -> None:
        """Every page with every method, for everybody, about everything."""
        rows = table.pages()
        for page in routes.pages():
            if page.name in rows and (not only or page.name in only):
                for cell in self._drawn(self._cells(page, rows[page.name])):
                    self._try(page, rows[page.name], cell)

    def frames(self, only: frozenset[str] = frozenset()) -> None:
        """Every frame, for everybody, about every conversation."""
        asyncio.run(self._sockets(only))

    def times(self) -> None:
        """Forbidden takes as long as what never was: the middle of many tries, by the processor."""
        addresses = {page.name: page for page in routes.pages()}
        for name, page_name, parameter, thing in TIMED:
            actor, page = self.town.of(name), addresses[page_name]
            took: dict[str, list[float]] = {thing: [], "missing": []}
            for _each in range(TIMES):
                for one, what in actor.things(parameter, list(took)).items():
                    begun = time.process_time()
                    self._asking.ask(actor.cookies, "GET", asking.address(page, what), {})
                    took[one].append(time.process_time() - begun)
            middles = sorted(sorted(each)[TIMES // 2] for each in took.values())
            self.found.count("timed")
            if middles[1] > 1.5 * middles[0] and middles[1] - middles[0] > 0.003:
                self.found.wrong.append(f"{name} {page_name} with {thing}: {middles} s, one is slower")

    def _cells(self, page: Page, row: Row) -> Iterator[Cell]:
        for actor in self.town.actors:
            things = self._things(actor, page.parameter)
            for method in METHODS:
                about = things if method in row.methods else dict(list(things.items())[:1])
                for thing, what in about.items():
                    yield Cell(actor, page.name, method, thing, what)

    def _things(self, actor: Actor, parameter: str) -> dict[str, object]:
        return actor.things(parameter, table.objects_of(parameter)) if parameter else {"": ""}

    def _drawn(self, cells: Iterator[Cell]) -> list[Cell]:
        every = list(cells)
        if self._share >= 1 or not every:
            return every
        return self._draw.sample(
            every, max(12, int(len(every) * self._share)) if len(every) > 12 else len(every)
        )

    def _try(self, page: Page, row: Row, cell: Cell) -> None:
        expected = row.expects(cell.method, cell.actor.role, cell.thing)
        answer = self._asking.ask(
            cell.actor.cookies, cell.method, asking.address(page, cell.what), self._given()
        )
        said, changed = asking.said(answer), self.memory.changed()
        self._judge(cell, expected, said)
        refused = expected != {"in"} | row.answers
        if refused and changed:
            self.found.wrong.append(f"{cell}: refused, and yet something was written")
        if changed:
            self.memory.restore()
        if refused and cell.what and cell.method in row.methods and said in {"in", "missing"}:
            self._same(page, cell, asking.looks(answer, cell.what))

    def _judge(self, cell: Cell, expected: frozenset[str], said: str) -> None:
        self.found.count("cells")
        self.found.count("let in" if said == "in" else "refused")
        if said not in expected:
            self.found.wrong.append(f"{cell}: {said}, not {' or '.join(sorted(expected))}")

    def _same(self, page: Page, cell: Cell, looks: Any) -> None:
        """Forbidden looks like an object that never was: status, headers, body."""
        key = (cell.actor.name, cell.name, cell.method)
        if key not in self._missing:
            never = cell.actor.things(page.parameter, ["missing"])["missing"]
            path = asking.address(page, never)
            answer = self._asking.ask(cell.actor.cookies, cell.method, path, self._given())
            self._missing[key] = asking.looks(answer, never)
            if self.memory.changed():
                self.memory.restore()
        self.found.count("looked alike")
        if looks != self._missing[key]:
            self.found.wrong.append(f"{cell}: not like what never was: {_unlike(looks, self._missing[key])}")

    def _given(self) -> dict[str, Any]:
        noah = self.town.of("noah").person
        return {"to": str(noah.pk) if noah else ""}

    async def _sockets(self, only: frozenset[str]) -> None:
        await sockets.begin()
        gate, rows = sockets.gateway(), table.frames()
        for name in routes.frames():
            if name in rows and (not only or name in only):
                for cell in self._drawn(self._frames(name)):
                    await self._frame(gate, rows[name], cell)

    def _frames(self, name: str) -> Iterator[Cell]:
        for actor in self.town.actors:
            for thing, what in self._things(actor, "" if name == "desk" else "conversation_id").items():
                yield Cell(actor, name, "frame", thing, what)

    async def _frame(self, gate: Any, row: Row, cell: Cell) -> None:
        said, heard = await sockets.said(gate, cell.actor.cookies, cell.name, cell.what)
        role, outside = cell.actor.role, cell.actor.role in {"nobody", "left", "closed", "before"}
        allowed = row.allows(role, cell.thing)
        self._judge(cell, frozenset({"sign-in" if outside else "in" if allowed else "missing"}), said)
        self.found.count("frames")
        told = [frame for frame in heard if frame["t"] not in {"hello", "bye", "no", "pong"}]
        if said != "in" and told:
            self.found.wrong.append(f"{cell}: refused, and yet heard {told[0]['t']}")
        if self.memory.changed():
            if said != "in":
                self.found.wrong.append(f"{cell}: refused, and yet something was written")
            await asyncio.to_thread(self.memory.restore)


def _unlike(one: Any, other: Any) -> str:
    for part, left, right in zip(("status", "headers", "body"), one, other, strict=True):
        if left != right:
            if part != "body":
                return f"{part} {left} / {right}"
            at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
            return f"{part} …{left[max(0, at - 40) : at + 60]!r} / {right[max(0, at - 40) : at + 60]!r}"
    return ""
