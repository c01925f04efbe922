"""Houses to break: a real `beside serve` on its own data, with people already seated together in pairs."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

from proofs import clusters
from proofs.history import Final, finals
from proofs.server import EndedError as EndedError
from proofs.server import Server
from tests.throwaway import Redis, free_port, listens, wait_until

ROOT = Path(__file__).resolve().parents[1]
SQLITE, POSTGRESQL = "sqlite", "postgresql"
PAIRS = 16
_PATIENCE = 60.0


@dataclass(frozen=True)
class Someone:
    """A person at a conversation: the number of their seat, and the cookie they come in with."""

    conv: str
    seat: str
    person: str
    cookie: str
    side: str


class House:
    """An installation in a folder of its own. `data` may lie on a file system that a proof has made."""

    def __init__(
        self,
        engine: str = SQLITE,
        *,
        data: Path | None = None,
        breakages: Sequence[str] = (),
        pairs: int = PAIRS,
        **settings: str,
    ) -> None:
        self.template = template(engine, pairs)
        self.folder = Path(mkdtemp(prefix="beside-house-"))
        self.engine, self.port = engine, free_port()
        self.data = data or self.folder / "var"
        self.breakages, self.settings = breakages, settings
        self.database = self.template.copy_to(self.data, self.folder)
        self.server: Server | None = None
        self._others: list[Server] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    @property
    def origin(self) -> str:
        """Its address, as in a browser."""
        return f"http://localhost:{self.port}"

    @property
    def people(self) -> list[tuple[Someone, Someone]]:
        """The pairs: a seeker and who listens to them."""
        return self.template.people

    @property
    def environment(self) -> dict[str, str]:
        """The environment that its processes run in."""
        return _environment(self.data, self.folder, self.database) | {
            "BESIDE_PORT": str(self.port),
            "BESIDE_BENCH": "yes",
            "BESIDE_STATIC": str(self.template.static),
            **self.settings,
        }

    def start(self, within: float = _PATIENCE) -> float:
        """Start it, or start it again. Returns the seconds until it took connections."""
        if self.server is None:
            self.server = Server([sys.executable, "-m", "proofs.serving", *self.breakages], self.environment)
            self.server.wait_for("ready")
        begun = time.monotonic()
        self.server.fork()
        while not listens(self.port):
            if self.server.has_ended() or time.monotonic() - begun > within:
                raise EndedError(self.server.said())
            time.sleep(0.005)
        return time.monotonic() - begun

    def another(self) -> int:
        """Start one more process on the same data (PostgreSQL and Redis); returns its port."""
        port = free_port()
        environment = {**self.environment, "BESIDE_PORT": str(port)}
        server = Server([sys.executable, "-m", "proofs.serving", *self.breakages], environment)
        self._others.append(server)
        server.wait_for("ready")
        server.fork()
        wait_until(lambda: listens(port), "one more process", _PATIENCE)
        return port

    def crowds(self, number: int, size: int) -> list[list[Someone]]:
        """Conversations with so many people in each, all by visits."""
        made = json.loads(self.inside("crowds", str(number), str(size)))
        return [[Someone(side="seeker", **each) for each in crowd] for crowd in made]

    def visits(self, number: int, *people: str) -> dict[str, list[str]]:
        """The cookies of so many new visits of each of these people."""
        cookies: dict[str, list[str]] = json.loads(self.inside("visits", str(number), *people))
        return cookies

    def five_words(self, person: str) -> list[str]:
        """Five words that open the chats of a person again; all their visits are over."""
        words: list[str] = json.loads(self.inside("five-words", person))
        return words

    def next_day(self) -> None:
        """End the server, and start it with its clock a day later."""
        self.breakages = [*self.breakages, "a-day-later"]
        if self.server is not None:
            self.server.end()
            self.server = None
        self.start()

    def kill(self) -> None:
        """End the process as a power cut would: nothing is said, nothing is finished."""
        for server in (self.server, *self._others):
            if server is not None:
                server.kill()

    def leave(self) -> None:
        """End everything and remove it."""
        for server in (self.server, *self._others):
            if server is not None:
                server.end()
        if self.database:
            clusters.cluster().sql(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            clusters.cluster().sql(f'DROP DATABASE IF EXISTS "{self.database}_keys" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def final(self) -> list[Final]:
        """Every log, read from position 1 by a fresh process. Kill the server before."""
        return list(finals(self.inside("final").splitlines()))

    def sound(self) -> bool:
        """Whether the database says of itself that it is whole."""
        return self.inside("sound").strip() == "ok"

    def inside(self, *arguments: str) -> str:
        """Run something of `proofs.inside` on this data; returns what it prints."""
        return inside(self.environment, *arguments)


class Template:
    """A prepared installation that houses are copied from."""

    def __init__(self, engine: str, pairs: int) -> None:
        self.engine = engine
        self.folder = Path(mkdtemp(prefix="beside-template-"))
        self.static = self.folder / "static"
        self.database = f"template_{os.getpid()}_{pairs}" if engine == POSTGRESQL else ""
        if self.database:
            clusters.cluster().make(self.database)
        environment = _environment(self.folder / "var", self.folder, self.database)
        environment["BESIDE_STATIC"] = str(self.static)
        made = json.loads(inside(environment, "prepare", str(pairs)))
        self.facts: dict[str, str] = made["facts"]
        self.people = [(_someone(pair, "seeker"), _someone(pair, "staff")) for pair in made["pairs"]]

    def copy_to(self, data: Path, folder: Path) -> str:
        """Copy it there, its root key into `folder`; returns the name of the new database, if it is one."""
        shutil.copytree(self.folder / "var", data, dirs_exist_ok=True)
        shutil.copy(self.folder / "root-key", folder / "root-key")
        if not self.database:
            return ""
        name = f"house_{folder.name.replace('-', '_')}".lower()
        clusters.cluster().copy(name, self.database)
        clusters.cluster().copy(f"{name}_keys", f"{self.database}_keys")
        return name


@cache
def template(engine: str, pairs: int = PAIRS) -> Template:
    """The template of this run, made when it is first asked for."""
    made = Template(engine, pairs)
    atexit.register(shutil.rmtree, made.folder, ignore_errors=True)
    return made


@cache
def redis() -> Redis:
    """The Redis that houses of several processes share."""
    started = Redis().start()
    atexit.register(started.stop)
    return started


def inside(environment: dict[str, str], *arguments: str) -> str:
    """Run something of `proofs.inside` in a process of its own; returns what it prints."""
    command = [sys.executable, "-m", "proofs.inside", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return done.stdout


def _environment(data: Path, folder: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BESIDE_", "DJANGO_"))}
    url = {"BESIDE_DATABASE_URL": clusters.cluster().url(database)} if database else {}
    own = {"BESIDE_DATA": str(data), "BESIDE_ROOT_KEY": str(folder / "root-key"), "BESIDE_DEMO": "no"}
    return {**kept, **own, **url}


def _someone(pair: dict[str, Any], side: str) -> Someone:
    about = pair[side]
    return Someone(pair["conv"], about["seat"], about["person"], about["cookie"], side)
