"""One server process and two, on PostgreSQL and Redis: what a message costs when people are apart.

Everything runs on the server's core, the database and Redis too, and all of it is counted.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import machine
from bench.driving import Load, drive
from bench.figures import Figures, Tally, milliseconds, ratio
from bench.servers import CORE, Product
from bench.talk import PAIRS
from proofs.clusters import Cluster
from tests.throwaway import Redis

LOAD = Load(seconds=4)


class Halls:
    """One or two servers on the same store, as the driver knows them: listeners sit at the last."""

    def __init__(self, houses: list[Product], store: list[int]) -> None:
        self.port = houses[0].port
        self.people = houses[0].people
        self._houses, self._store = houses, store

    @property
    def processes(self) -> list[int]:
        """All servers, the database, Redis."""
        return [process for house in self._houses for process in house.processes] + self._store

    def stop(self) -> None:
        """Nothing: the houses are stopped by who started them."""


def two(runs: int) -> Tally:
    """Processor seconds for ten thousand delivered, with one process and with two, and their ratio."""
    tally = Tally()
    for _run in range(runs):
        one, both = _driven(1), _driven(2)
        tally.add(one, "one_")
        tally.add(both, "two_")
        tally.add({"times_one_cpu": ratio(both["cpu_s_per_10k"], one["cpu_s_per_10k"])})
    return tally


def _driven(count: int) -> Figures:
    with _open(count) as halls:
        found = drive(halls, LOAD)
    return {
        "delivered_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        **milliseconds(found.delivery),
    }


@contextmanager
def _open(count: int) -> Iterator[Halls]:
    """So many servers on a store of their own, the first of which has the people."""
    with ExitStack() as opened:
        with machine.on_core(CORE):
            cluster, redis = Cluster().start(), Redis().start()
        for service in (cluster, redis):
            opened.callback(service.stop)
        settings = {"BESIDE_DATABASE_URL": cluster.url("beside"), "BESIDE_REDIS_URL": redis.url}
        houses = [Product("pairs", PAIRS, **settings) for _ in range(count)]
        for house in houses:
            opened.callback(house.stop)
            house.settings["BESIDE_ROOT_KEY"] = str(houses[0].folder / "root-key")
        houses[0].seated()
        for house in houses:
            house.start()
        apart(houses[0].people, houses[-1].port)
        store = [service.process.pid for service in (cluster, redis) if service.process]
        yield Halls(houses, store)


def apart(people: Path, port: int) -> None:
    """Send every second person (who sits with the one before) to this port: a fifth column."""
    lines = people.read_text().splitlines()
    moved = [f"{line}\t{port}" if number % 2 else line for number, line in enumerate(lines)]
    people.write_text("\n".join(moved) + "\n")
