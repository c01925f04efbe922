"""One server process and two, on PostgreSQL and Redis: what a message costs when people are apart.

Twice: placed as a balancer places them, so that half of the pairs happen to meet in one process, and with
every pair apart, which is the worst there is.

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
    """One or two servers on the same store, as the driver knows them."""

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
    """Processor seconds for ten thousand delivered, with one process and with two, and their ratios."""
    tally = Tally()
    for _run in range(runs):
        one, two_, apart = _driven(1), _driven(2), _driven(2, apart=True)
        tally.add(one, "one_")
        tally.add(two_, "two_")
        tally.add(apart, "apart_")
        tally.add({"times_one_cpu": ratio(two_["cpu_s_per_10k"], one["cpu_s_per_10k"])})
        tally.add({"apart_times_one_cpu": ratio(apart["cpu_s_per_10k"], one["cpu_s_per_10k"])})
    return tally


def _driven(count: int, *, apart: bool = False) -> Figures:
    with _open(count, apart=apart) as halls:
        found = drive(halls, LOAD)
    return {
        "delivered_per_s": found.per_s,
        "cpu_s_per_10k": found.cpu_per_10k,
        **milliseconds(found.delivery),
    }


@contextmanager
def _open(count: int, *, apart: bool = False) -> Iterator[Halls]:
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
        place(houses[0].people, houses[-1].port, apart=apart)
        store = [service.process.pid for service in (cluster, redis) if service.process]
        yield Halls(houses, store)


def place(people: Path, port: int, *, apart: bool) -> None:
    """Send half of the people (who sit with the one before or after) to this port: a fifth column.

    With `apart` every second one; else one of every second pair, and every other pair whole.
    """
    lines = people.read_text().splitlines()
    people.write_text(
        "".join(f"{line}\t{port}\n" if _moves(at, apart) else f"{line}\n" for at, line in enumerate(lines))
    )


def _moves(at: int, apart: bool) -> bool:
    """In fours without `apart`: here and here, here and there, there and there, there and here."""
    return at % 2 == 1 if apart else at % 8 in (3, 4, 5, 6)
