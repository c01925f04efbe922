"""The people on shift of a simulated day: who is here, what they carry, when they rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from beside.desk.routing import Crew, Taker, Waiting, asked, weight_of
from beside.desk.simulation.scenario import Turn

START = datetime(2026, 1, 5, tzinfo=UTC)
"""The beginning of every simulated day."""


def moment(seconds: float) -> datetime:
    """So many seconds into the day, as the line reads it."""
    return START + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Brings:
    """What one person brings along: topics they know, what they have lived themselves, their gender."""

    topics: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    gender: str = ""


@dataclass(slots=True)
class Worker:
    """One person. `busy`: places taken by chats, offers and records; `asked`: an offer is open."""

    taker: Taker
    ends: float
    busy: int = 0
    chats: int = 0
    heavy: int = 0
    misses: int = 0
    away: bool = False
    cooling: bool = False
    leaving: bool = False
    asked: bool = False


class Floor:
    """Everybody here. Every change goes through to the crew that the line decides with."""

    def __init__(self, heavy_most: int) -> None:
        self.crew = Crew()
        self._heavy_most = heavy_most
        self._workers: dict[UUID, Worker] = {}
        self._next = 0

    def __getitem__(self, who: UUID) -> Worker:
        return self._workers[who]

    def __iter__(self) -> Iterator[Worker]:
        return iter(self._workers.values())

    def __contains__(self, who: UUID) -> bool:
        return who in self._workers

    @property
    def places(self) -> int:
        """Chats that could run at once."""
        return sum(worker.taker.slots for worker in self._workers.values())

    @property
    def chats(self) -> int:
        """Chats that run."""
        return sum(worker.chats for worker in self._workers.values())

    def comes(self, turn: Turn, brings: Brings, now: float) -> Worker:
        """Somebody begins their turn."""
        self._next += 1
        taker = Taker(
            UUID(int=self._next),
            frozenset(turn.languages),
            turn.slots,
            certified=turn.certified,
            for_minors=turn.certified,
            topics=brings.topics,
            tags=brings.tags,
            role="counsellor" if turn.certified else "listener",
            gender=brings.gender,
            free_since=moment(now),
        )
        worker = Worker(taker, ends=turn.ends * 3600)
        self._workers[taker.id] = worker
        self.show(worker, now)
        return worker

    def asks(self, worker: Worker, row: Waiting) -> None:
        """Somebody is asked about a row. The crew knows it from `routing.pairs` already."""
        worker.busy += row.weight
        worker.asked = True
        worker.taker = asked(worker.taker, row)

    def lets_go(self, worker: Worker, urgency: int, now: float) -> None:
        """It is over."""
        worker.busy -= weight_of(urgency)
        self.show(worker, now)

    def show(self, worker: Worker, now: float) -> None:
        """Let the line see this person as they are; one who leaves goes when they carry nothing."""
        if worker.leaving and worker.busy == 0:
            self._workers.pop(worker.taker.id, None)
            self.crew.drop(worker.taker.id)
            return
        worker.taker = replace(
            worker.taker,
            load=worker.busy,
            away=worker.away or worker.leaving,
            cooling=worker.cooling,
            heavy=worker.heavy < self._heavy_most,
            points=worker.heavy,
            asked=worker.asked,
            free_since=moment(now),
        )
        self.crew.put(worker.taker)
